//! The day and the time of day, as the person's own clock shows them.

use js_sys::Date;
use wasm_bindgen::JsValue;

use crate::state::shelf::Moment;

/// This moment.
#[must_use]
pub fn moment() -> Moment {
    shown(&Date::new_0())
}

/// A moment of so many milliseconds since 1970.
#[must_use]
pub fn moment_at(ms: u64) -> Moment {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970")]
    let ms = ms as f64;
    shown(&Date::new(&JsValue::from(ms)))
}

fn shown(date: &Date) -> Moment {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole milliseconds since 1970"
    )]
    let ms = date.get_time() as u64;
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    Moment {
        ms,
        day: format!("{year:04}-{month:02}-{day:02}"),
        time: format!("{:02}:{:02}", date.get_hours(), date.get_minutes()),
    }
}

/// Does something once, after so many milliseconds.
pub fn after(milliseconds: u32, act: impl FnOnce() + 'static) {
    gloo::timers::callback::Timeout::new(milliseconds, act).forget();
}

/// This moment in UTC as calendars write it: `YYYYMMDDTHHMMSSZ`.
#[must_use]
pub fn stamp() -> String {
    let now = Date::new_0();
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        now.get_utc_full_year(),
        now.get_utc_month() + 1,
        now.get_utc_date(),
        now.get_utc_hours(),
        now.get_utc_minutes(),
        now.get_utc_seconds()
    )
}
