//! A QR code: dark on white whatever the page's colours are, with the quiet zone it needs.

use std::fmt::Write;

use sonae_engine::workshop::qr::Drawn;
use yew::prelude::*;

/// So many modules around it are left white.
const QUIET: usize = 4;

/// The code, as a picture with a name.
pub fn qr(code: &Drawn, label: &str) -> Html {
    let side = code.side + 2 * QUIET;
    let mut path = String::new();
    for (at, _) in code.dark.iter().enumerate().filter(|(_, dark)| **dark) {
        let (x, y) = (at % code.side + QUIET, at / code.side + QUIET);
        // Writing into a string cannot fail.
        let _ = write!(path, "M{x} {y}h1v1h-1z");
    }
    html! {
        <svg class="qr" viewBox={format!("0 0 {side} {side}")} shape-rendering="crispEdges" role="img" aria-label={label.to_owned()}>
            <rect width={side.to_string()} height={side.to_string()} fill="#fff" />
            <path d={path} fill="#000" />
        </svg>
    }
}
