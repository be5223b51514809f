// What a camera would show: codes held up one after the other, some of them as nobody can read them.
import { writeFile } from "node:fs/promises";

const [WIDTH, HEIGHT] = [960, 720];
/** A picture is held up for so many frames, of which there are so many a second. */
const HELD = 6;
const A_SECOND = 5;

const frame = (grey) => Buffer.concat([Buffer.from("FRAME\n"), grey, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);

/**
 * Writes a film (y4m) in which each picture (png) lies on a grey table, turned by an angle.
 * `glare` is light that falls on so much of its side.
 *
 * A browser looks at its camera's film when it starts, and reads it when the camera is asked for:
 * in between it may be written anew.
 */
export async function film(path, page, pictures) {
  const frames = [];
  for (const { png, turn = 0.08, glare = 0 } of pictures) {
    const grey = await page.evaluate(
      async ([base64, width, height, turn, glare]) => {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = new OffscreenCanvas(width, height);
        const drawing = canvas.getContext("2d");
        drawing.fillStyle = "#999";
        drawing.fillRect(0, 0, width, height);
        // It stays in the picture whichever way it is turned.
        const side = (height * 0.96) / (Math.abs(Math.cos(turn)) + Math.abs(Math.sin(turn)));
        drawing.translate(width / 2, height / 2);
        drawing.rotate(turn);
        drawing.drawImage(image, -side / 2, -side / 2, side, side);
        drawing.fillStyle = "#fff";
        drawing.beginPath();
        drawing.arc(0, 0, (side * glare) / 2, 0, 7);
        drawing.fill();
        const { data } = drawing.getImageData(0, 0, width, height);
        let signs = "";
        for (let at = 0; at < data.length; at += 4) signs += String.fromCharCode(data[at]);
        return btoa(signs);
      },
      [png.toString("base64"), WIDTH, HEIGHT, turn, glare],
    );
    for (let held = 0; held < HELD; held += 1) frames.push(frame(Buffer.from(grey, "base64")));
  }
  if (frames.length === 0) frames.push(frame(Buffer.alloc(WIDTH * HEIGHT, 128)));
  await writeFile(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${A_SECOND}:1 Ip A1:1 C420jpeg\n`), ...frames]));
}
