//! A small table whose middle column is drawn: how large each part is, or may be.

use yew::prelude::*;

use crate::words::Words;

/// One bar, in the unit of the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Whose it is.
    pub name: Html,
    /// As far as it certainly goes.
    pub known: f64,
    /// As far as it may go.
    pub possible: f64,
    /// Drawn in grey: shown, and not counted.
    pub aside: bool,
    /// The figure, as it is read.
    pub figure: String,
}

/// The table. `heads` name its columns for those who hear it; `scale` is the length of the track.
pub fn bars(words: Words, caption: &str, heads: [&str; 2], scale: f64, rows: &[Bar]) -> Html {
    html! {
        <table class="bars">
            <caption>{ caption }</caption>
            <thead class="visually-hidden">
                <tr>
                    <th scope="col">{ heads[0] }</th>
                    <th scope="col">{ words.t("tables.picture") }</th>
                    <th scope="col">{ heads[1] }</th>
                </tr>
            </thead>
            <tbody>
                { for rows.iter().map(|bar| html! {
                    <tr>
                        <th scope="row">{ bar.name.clone() }</th>
                        <td>{ track(bar, scale) }</td>
                        <td>{ &bar.figure }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn track(bar: &Bar, scale: f64) -> Html {
    let (known, possible) = (percent(bar.known, scale), percent(bar.possible, scale));
    let at = format!("{known:.2}%");
    let end = format!("{possible:.2}%");
    let class = if bar.aside {
        "bars-other"
    } else {
        "bars-known"
    };
    html! {
        <svg class="bars-track" aria-hidden="true">
            <rect class="bars-rail" x="0%" width="100%" height="20" />
            <rect {class} x="0%" width={at.clone()} height="20" />
            if possible > known {
                <rect class="bars-possible" x={at.clone()} y="1" width={format!("{:.2}%", possible - known)} height="18" />
                <line class="bars-hatch" x1={at} x2={end} y1="10" y2="10" />
            }
        </svg>
    }
}

/// The part of the track, 0 to 100; what has no end goes to the end.
pub(super) fn percent(value: f64, scale: f64) -> f64 {
    if value.is_infinite() {
        100.0
    } else if scale > 0.0 {
        (value / scale * 100.0).clamp(0.0, 100.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_bar_never_leaves_its_track() {
        for (value, scale, expected) in [
            (5.0, 20.0, 25.0),
            (30.0, 20.0, 100.0),
            (f64::INFINITY, 20.0, 100.0),
            (1.0, 0.0, 0.0),
        ] {
            assert!(
                (percent(value, scale) - expected).abs() < 1e-9,
                "{value} of {scale}"
            );
        }
    }
}
