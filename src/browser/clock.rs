//! The day and the time of day, as the person's own clock shows them.

/// Today, `YYYY-MM-DD`.
#[must_use]
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!(
        "{:04}-{:02}-{:02}",
        now.get_full_year(),
        now.get_month() + 1,
        now.get_date()
    )
}

/// The time of day, `HH:MM`.
#[must_use]
pub fn time_of_day() -> String {
    let now = js_sys::Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}

/// Does something once, after so many milliseconds.
pub fn after(milliseconds: u32, act: impl FnOnce() + 'static) {
    gloo::timers::callback::Timeout::new(milliseconds, act).forget();
}

/// This moment in UTC as calendars write it: `YYYYMMDDTHHMMSSZ`.
#[must_use]
pub fn stamp() -> String {
    let now = js_sys::Date::new_0();
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
