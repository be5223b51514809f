//! The command `sonae`.
fn main() {}
