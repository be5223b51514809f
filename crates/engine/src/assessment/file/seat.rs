//! A team's seat, read as strictly as the rest of the file: every entry by the rules of its kit.

use serde_json::Value;

use super::book::Object;
use super::{Code, Finding, Reader, TEXT_LIMIT};
use crate::assessment::{Seat, SeatFault, When};
use crate::content::Kit;

/// The digits of a room's code, Crockford's.
const SIGNS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// A room's code has so many.
const LENGTH: usize = 4;

impl Reader<'_> {
    pub(super) fn seat(&mut self, value: &Value) -> Option<Seat> {
        let parts = self.object(value, "seat")?;
        let keys = [
            "kit",
            "room",
            "team",
            "injects",
            "before",
            "after",
            "handed_in",
        ];
        self.only(parts, "seat", &keys);
        let pack = self.pack;
        let kit = self.needed(parts, "kit", "seat").and_then(|value| {
            let id = value.as_str();
            let kit = id.and_then(|id| pack.kit(id));
            match id.filter(|id| id.chars().count() <= TEXT_LIMIT) {
                None => self.wrong_type("seat.kit", "text"),
                Some(id) if kit.is_none() => {
                    self.find(Finding::new(Code::KitMissing, "seat.kit").with("kit", id));
                }
                Some(_) => {}
            }
            kit
        });
        let room = self.needed(parts, "room", "seat").and_then(|value| {
            let is_code =
                |text: &&str| text.len() == LENGTH && text.chars().all(|sign| SIGNS.contains(sign));
            let room = value.as_str().filter(is_code);
            if room.is_none() {
                self.wrong_type("seat.room", "room_code");
            }
            room.map(str::to_owned)
        });
        let team = self.needed(parts, "team", "seat");
        let team = team.and_then(|value| {
            let most = Seat::MOST_TEAMS.into();
            let team = self.whole(value, (1, most), "seat.team")?;
            u8::try_from(team).ok()
        });
        let handed_in = parts.get("handed_in").and_then(|value| {
            let count = self.whole(value, (0, u16::MAX.into()), "seat.handed_in")?;
            u16::try_from(count).ok()
        });
        let kit = kit?;
        let mut seat = Seat::new(kit, room?, team?).ok()?;
        // In the order in which it can have come about.
        self.replay(parts, "before", kit, &mut seat, |seat, id| {
            seat.with(kit, When::Before, id)
        });
        self.replay(parts, "injects", kit, &mut seat, |seat, id| {
            seat.dealt(kit, id)
        });
        self.replay(parts, "after", kit, &mut seat, |seat, id| {
            seat.with(kit, When::After, id)
        });
        seat.handed_in = handed_in.unwrap_or_default();
        Some(seat)
    }

    /// Does again what a list says was done; what cannot have been is found and left out.
    fn replay(
        &mut self,
        parts: &Object,
        key: &str,
        kit: &Kit,
        seat: &mut Seat,
        done: impl Fn(&Seat, &str) -> Result<Seat, SeatFault>,
    ) {
        let Some(value) = parts.get(key) else {
            return;
        };
        let place = format!("seat.{key}");
        let Value::Array(values) = value else {
            return self.wrong_type(&place, "list_of_texts");
        };
        for (index, value) in values.iter().enumerate() {
            let here = format!("{place}[{}]", index + 1);
            let Some(id) = value.as_str() else {
                self.wrong_type(&here, "text");
                continue;
            };
            let finding = match done(seat, id) {
                Ok(next) => {
                    *seat = next;
                    continue;
                }
                Err(SeatFault::Twice) => Finding::new(Code::DuplicateId, here).with("id", id),
                Err(SeatFault::OverBudget) => Finding::new(Code::OutOfRange, here)
                    .with("value", kit.choice(id).map_or(0, |choice| choice.cost))
                    .with("lowest", 0)
                    .with("highest", seat.left(kit)),
                Err(SeatFault::Full) => Finding::new(Code::TooManyRows, here)
                    .with("rows", values.len())
                    .with("limit", When::named(key).map_or(0, |when| when.most(kit))),
                Err(SeatFault::NotYet) => {
                    Finding::new(Code::MissingKey, "seat").with("key", "injects")
                }
                Err(_) => Finding::new(Code::UnknownOption, here).with("option", id),
            };
            self.find(finding);
        }
    }

    fn whole(&mut self, value: &Value, (lowest, highest): (u64, u64), place: &str) -> Option<u64> {
        if !value.is_number() {
            self.wrong_type(place, "number");
            return None;
        }
        let whole = value.as_u64();
        let within = whole.filter(|number| (lowest..=highest).contains(number));
        if within.is_none() {
            let finding = Finding::new(Code::OutOfRange, place).with("value", value);
            self.find(finding.with("lowest", lowest).with("highest", highest));
        }
        within
    }
}
