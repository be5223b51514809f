// Files that are locked or sealed here open with another program, and the other way round:
// typage, the age format's own program in JavaScript.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import * as age from "age-encryption";
import { bothWidths, open } from "./browser.mjs";
import { SORAMAME } from "./firm.mjs";
import { arrived, asKept, go, kept, openFile, openFirm, save } from "./person.mjs";
import { words } from "./words.mjs";

const KANJI = "備".repeat(200);
const BANK = "架空信用金庫 審査部";

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const button = (page, key) => page.getByRole("button", { name: w.t(key), exact: true });
  const typed = (page, key) => page.getByLabel(w.t(key), { exact: true }).first();
  const said = (page, key) => page.getByText(w.t(key)).first().waitFor();
  const narrow = (page, name) => bothWidths(page, name, lang);
  /** What is downloaded when a button is pressed. */
  const pressed = async (page, key) => {
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, key).click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const file = ({ name, bytes }) => ({ name, buffer: Buffer.from(bytes), mimeType: "application/octet-stream" });

  /** Saves the open assessment, locked with a passphrase. */
  async function saveLocked(page, passphrase) {
    await go(page, "#/lock");
    await typed(page, "locks.passphrase").fill(passphrase);
    await typed(page, "locks.again").fill(passphrase);
    return pressed(page, "locks.lock");
  }

  test(`a file locked here opens in another program, and is never locked by mistake (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    const plain = (await save(page, w)).bytes;
    await narrow(page, "data-locks");
    await page.getByRole("link", { name: w.t("data.lock") }).click();
    await arrived(page);
    await narrow(page, "lock");
    // Empty, and not the same twice: said at the field, and the focus is there.
    const first = typed(page, "locks.passphrase");
    const again = typed(page, "locks.again");
    await button(page, "locks.lock").click();
    await said(page, "finding.empty_passphrase.what");
    assert.ok(await first.evaluate((it) => it === document.activeElement));
    await first.fill("備え");
    await said(page, "locks.strength.weak");
    await again.fill("備え ");
    await again.press("Enter");
    await said(page, "locks.differ");
    assert.ok(await again.evaluate((it) => it === document.activeElement));
    // Hidden until it is asked to be shown, and nothing is remembered.
    const hidden = () => first.evaluate((it) => getComputedStyle(it).webkitTextSecurity);
    assert.equal(await hidden(), "disc");
    await page.getByLabel(w.t("locks.show")).first().check();
    assert.equal(await hidden(), "none");
    for (const field of [first, again]) {
      assert.equal(await field.getAttribute("autocomplete"), "off");
      assert.equal(await field.getAttribute("spellcheck"), "false");
    }
    // 200 characters of kanji, and blanks at both ends, count as they are.
    for (const passphrase of [KANJI, " ひらけ ごま "]) {
      const { name, bytes } = await saveLocked(page, passphrase);
      // What was typed does not stay on the page.
      await page.waitForFunction(() => [...document.querySelectorAll(".field-secret")].every((it) => it.value === ""));
      assert.match(name, /^sonae-practice-\d{4}-\d\d-\d\d\.sonae-practice\.age$/);
      assert.match(bytes.subarray(0, 60).toString("latin1"), /^age-encryption\.org\/v1\n-> scrypt \S+ 16\n/);
      const other = new age.Decrypter();
      other.addPassphrase(passphrase);
      assert.deepEqual(Buffer.from(await other.decrypt(bytes)), plain);
      const wrong = new age.Decrypter();
      wrong.addPassphrase(passphrase.trim() + "?");
      await assert.rejects(wrong.decrypt(bytes));
    }
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
    assert.equal(seen.requests.length, seen.loaded);
  });

  test(`a locked file is asked for its passphrase, and a wrong one loses nothing (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    const plain = (await save(page, w)).bytes;
    const before = await kept(page);
    // Locked by the other program.
    const other = new age.Encrypter();
    other.setScryptWorkFactor(12);
    other.setPassphrase(KANJI);
    const bytes = await other.encrypt(plain);
    await page.evaluate(() => indexedDB.databases());
    await openFile(page, w, file({ name: "firm.sonae.age", bytes }));
    await page.getByRole("heading", { level: 1, name: w.t("title.unlock") }).waitFor();
    await narrow(page, "unlock");
    for (const [wrong, code] of [
      ["備".repeat(199), "wrong_passphrase"],
      ["", "empty_passphrase"],
      ["x", "wrong_passphrase"],
    ]) {
      await typed(page, "locks.passphrase").fill(wrong);
      await button(page, "locks.unlock").click();
      await said(page, `finding.${code}.what`);
      assert.equal(await kept(page), before);
    }
    await narrow(page, "unlock-wrong");
    await typed(page, "locks.passphrase").fill(KANJI);
    await typed(page, "locks.passphrase").press("Enter");
    await arrived(page);
    await page.getByText(w.t("notice.opened", { name: "firm.sonae.age" })).waitFor();
    assert.equal(await kept(page), asKept(plain));
    // A file with a byte that is not as it was is never opened, not even in part.
    bytes[bytes.length - 40] ^= 1;
    await openFile(page, w, file({ name: "firm.sonae.age", bytes }));
    await typed(page, "locks.passphrase").fill(KANJI);
    await button(page, "locks.unlock").click();
    await said(page, "finding.damaged_lock.what");
    // One that would take too much work is refused at once.
    const heavy = Buffer.from(String(Buffer.from(bytes).toString("latin1")).replace(/^(.*\n-> scrypt \S+ )12\n/, "$124\n"), "latin1");
    await openFile(page, w, file({ name: "heavy.sonae.age", bytes: heavy }));
    await typed(page, "locks.passphrase").fill(KANJI);
    await button(page, "locks.unlock").click();
    await page.getByText(w.like("finding.too_much_work.what")).waitFor();
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.requests.length, seen.loaded);
  });

  test(`keys made here are another program’s keys, and what is sealed to them opens for their owner (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { path: "#/keys" });
    await narrow(page, "keys");
    await page.getByLabel(w.t("keys.name"), { exact: true }).fill(BANK);
    await typed(page, "keys.passphrase").fill(KANJI);
    await typed(page, "locks.again").fill(KANJI);
    await button(page, "keys.make_button").click();
    await said(page, "keys.made");
    await narrow(page, "keys-made");
    const digits = await page.locator(".key-digits").innerText();
    assert.match(digits, /^(\d{5}\s*){6}$/);
    const secret = await pressed(page, "keys.save_secret");
    const pub = await pressed(page, "keys.save_public");
    // The other program reads both.
    const unlock = new age.Decrypter();
    unlock.addPassphrase(KANJI);
    const [created, comment, identity] = (await unlock.decrypt(secret.bytes, "text")).split("\n");
    const [name, recipient] = pub.bytes.toString().split("\n");
    assert.match(created, /^# created: \d{4}-\d\d-\d\d$/);
    assert.equal(comment, `# public key: ${recipient}`);
    assert.equal(name, `# ${BANK}`);
    assert.equal(await age.identityToRecipient(identity), recipient);

    // The firm seals, having compared the digits; the bank opens it with the other program.
    const firm = await open(t, lang);
    await openFirm(firm.page, w, SORAMAME);
    const plain = (await save(firm.page, w)).bytes;
    await button(firm.page, "data.seal").click();
    await arrived(firm.page);
    const choose = () => firm.page.getByLabel(w.t("locks.choose_public"));
    await choose().setInputFiles(file({ name: "secret.txt", bytes: Buffer.from(identity) }));
    await said(firm.page, "finding.secret_key.what");
    await choose().setInputFiles(file(pub));
    await firm.page.getByText(BANK, { exact: true }).waitFor();
    assert.equal(await firm.page.locator(".key-digits").innerText(), digits);
    assert.equal(await button(firm.page, "locks.seal").count(), 0);
    await firm.page.getByLabel(w.t("locks.compared")).check();
    await narrow(firm.page, "seal");
    const sealed = await pressed(firm.page, "locks.seal");
    const bank = new age.Decrypter();
    bank.addIdentity(identity);
    assert.deepEqual(Buffer.from(await bank.decrypt(sealed.bytes)), plain);

    // And here, with the key file and its passphrase.
    await openFile(page, w, file(sealed));
    await page.getByRole("heading", { level: 1, name: w.t("title.unlock") }).waitFor();
    const stranger = await age.generateIdentity();
    const key = page.getByLabel(w.t("locks.choose_secret"));
    await key.setInputFiles(file({ name: "stranger.txt", bytes: Buffer.from(stranger) }));
    await said(page, "finding.wrong_key.what");
    await key.setInputFiles(file(secret));
    await typed(page, "locks.key_passphrase").fill("x");
    await button(page, "locks.unlock").click();
    await said(page, "finding.wrong_passphrase.what");
    await narrow(page, "unlock-key");
    await typed(page, "locks.key_passphrase").fill(KANJI);
    await button(page, "locks.unlock").click();
    await page.getByText(w.t("notice.opened", { name: sealed.name })).waitFor();
    assert.equal(await kept(page), asKept(plain));
    for (const { seen: one } of [{ seen }, firm]) {
      assert.deepEqual(one.errors, []);
      assert.deepEqual(one.violations, []);
      assert.equal(one.requests.length, one.loaded);
    }
  });

  test(`what another program sealed to its own key opens here, assessment or not (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    const plain = (await save(page, w)).bytes;
    const identity = await age.generateIdentity();
    const sealer = new age.Encrypter();
    sealer.addRecipient(await age.generateIdentity().then(age.identityToRecipient));
    sealer.addRecipient(await age.identityToRecipient(identity));
    const key = { name: "key.txt", bytes: Buffer.from(`# created: today\n${identity}\n`) };
    for (const [content, name] of [
      [plain, "firm.sonae.age"],
      [Buffer.from("a letter"), "letter.txt.sealed.age"],
    ]) {
      await openFile(page, w, file({ name, bytes: await sealer.encrypt(content) }));
      await page.getByLabel(w.t("locks.choose_secret")).setInputFiles(file(key));
      if (content === plain) {
        await page.getByText(w.t("notice.opened", { name })).waitFor();
        assert.equal(await kept(page), asKept(plain));
      } else {
        await page.getByText(w.t("locks.opened", { name: "letter.txt" })).waitFor();
        assert.deepEqual((await pressed(page, "action.save")).bytes, content);
      }
    }
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.requests.length, seen.loaded);
  });
}
