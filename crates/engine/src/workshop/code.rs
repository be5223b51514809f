//! The codes of a room: short enough to be read from a wall and typed on a tablet.
//!
//! They are written in Crockford's base 32, which has no I, L, O and U, and are read as people
//! type them: in small letters, in full width, with or without dashes and spaces, with O for 0 and
//! I or L for 1.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::content::{Kit, KitCode};

/// Crockford's digits.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misread {
    /// It is not as long as such a code.
    Length,
    /// It has a sign that stands in no such code.
    Sign,
    /// It is another room's.
    OtherRoom,
    /// It is none that this room gives.
    Unknown,
}

/// What is the room's own: 20 bits of chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoomCode(u32);

impl RoomCode {
    /// A room has so many bits.
    pub const BITS: u32 = 20;
    /// And so many signs.
    pub const LENGTH: usize = 4;

    /// A room, of the lowest bits of a number by chance.
    #[must_use]
    pub fn new(chance: u32) -> Self {
        Self(chance & ((1 << Self::BITS) - 1))
    }

    /// The bits.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// It is no such code.
    pub fn read(typed: &str) -> Result<Self, Misread> {
        Self::of_signs(&signs(typed))
    }

    fn of_signs(signs: &str) -> Result<Self, Misread> {
        if signs.chars().count() != Self::LENGTH {
            return Err(Misread::Length);
        }
        let bits = number(signs).ok_or(Misread::Sign)?;
        Ok(Self::new(u32::try_from(bits).map_err(|_| Misread::Sign)?))
    }

    /// What only those work out who have the room's code: of something, under the name of what it
    /// is for.
    #[must_use]
    pub fn sealed(self, what_for: &str, of: &[u8]) -> [u8; 32] {
        let Ok(keyed) = Hmac::<Sha256>::new_from_slice(&self.0.to_be_bytes()) else {
            return [0; 32];
        };
        let keyed = keyed.chain_update(what_for).chain_update([0]);
        keyed.chain_update(of).finalize().into_bytes().into()
    }
}

impl fmt::Display for RoomCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&digits(self.0.into(), Self::LENGTH))
    }
}

impl From<RoomCode> for String {
    fn from(room: RoomCode) -> Self {
        room.to_string()
    }
}

impl TryFrom<String> for RoomCode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text).map_err(|_| "not a room's code")
    }
}

/// What a team types to sit down in a room: `SORA-7K3F`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinCode {
    /// The kit's code.
    pub kit: KitCode,
    /// The room's.
    pub room: RoomCode,
}

impl JoinCode {
    /// Reads what was typed.
    ///
    /// # Errors
    /// It is no such code.
    pub fn read(typed: &str) -> Result<Self, Misread> {
        let signs = signs(typed);
        if signs.chars().count() != 4 + RoomCode::LENGTH {
            return Err(Misread::Length);
        }
        let (kit, room) = signs.split_at_checked(4).ok_or(Misread::Sign)?;
        // A kit's code has no digits, so these can only be meant as letters.
        let kit = kit.replace('0', "O").replace('1', "I");
        Ok(Self {
            kit: KitCode::new(&kit).ok_or(Misread::Sign)?,
            room: RoomCode::of_signs(room)?,
        })
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.kit, self.room)
    }
}

/// What a team types to be dealt an inject: `7K3F-B2`.
///
/// A team cannot count on to the next one. It can try them all, and find it: this keeps an
/// afternoon in order, and no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InjectCode {
    /// The room's code.
    pub room: RoomCode,
    /// Which of the kit's injects, from 0.
    pub number: u8,
}

impl InjectCode {
    /// So many signs stand behind the room's.
    const TAIL: usize = 2;

    /// What stands behind the room's code, inject by inject; no two are the same.
    fn tails(room: RoomCode) -> Vec<String> {
        let mut tails: Vec<String> = Vec::new();
        for number in 0..Kit::MOST_INJECTS {
            let fresh = (0..=u8::MAX).find_map(|attempt| {
                let [a, b, ..] = room.sealed("inject", &[number, attempt]);
                let tail = digits(u64::from(u16::from_be_bytes([a, b]) & 0x3FF), Self::TAIL);
                (!tails.contains(&tail)).then_some(tail)
            });
            tails.extend(fresh);
        }
        tails
    }

    /// Reads what a team in a room typed: the whole code, or what stands behind the room's.
    ///
    /// # Errors
    /// It is no such code, another room's, or none that this room gives.
    pub fn read(room: RoomCode, typed: &str) -> Result<Self, Misread> {
        let signs = signs(typed);
        let tail = match signs.chars().count() {
            Self::TAIL => signs.as_str(),
            6 => {
                let parted = signs.split_at_checked(RoomCode::LENGTH);
                let (head, tail) = parted.ok_or(Misread::Sign)?;
                if RoomCode::of_signs(head)? != room {
                    return Err(Misread::OtherRoom);
                }
                tail
            }
            _ => return Err(Misread::Length),
        };
        let tail = digits(number(tail).ok_or(Misread::Sign)?, Self::TAIL);
        let at = Self::tails(room).iter().position(|one| *one == tail);
        let number = at.and_then(|at| u8::try_from(at).ok());
        Ok(Self {
            room,
            number: number.ok_or(Misread::Unknown)?,
        })
    }
}

impl fmt::Display for InjectCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tails = Self::tails(self.room);
        let tail = tails.get(usize::from(self.number));
        let tail = tail.map_or("", String::as_str);
        write!(formatter, "{}-{tail}", self.room)
    }
}

/// The signs of what was typed: capitals in half width, without what only parts them.
pub(super) fn signs(typed: &str) -> String {
    let narrow = typed.chars().map(|sign| match sign {
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        _ => sign,
    });
    // Whatever a Japanese keyboard makes of the minus, and any other dash.
    let parts = |sign: char| {
        sign.is_whitespace()
            || matches!(
                sign,
                '-' | '_' | '.' | 'ー' | 'ｰ' | '−' | '\u{2010}'..='\u{2015}'
            )
    };
    let narrow = narrow.filter(|sign| !parts(*sign));
    narrow.map(|sign| sign.to_ascii_uppercase()).collect()
}

/// The number that the digits stand for, as people read them.
pub(super) fn number(signs: &str) -> Option<u64> {
    signs.bytes().try_fold(0u64, |number, sign| {
        let sign = match sign {
            b'O' => b'0',
            b'I' | b'L' => b'1',
            _ => sign,
        };
        let digit = DIGITS.iter().position(|digit| *digit == sign)?;
        Some(number.checked_mul(32)? + u64::try_from(digit).ok()?)
    })
}

/// The lowest digits of a number.
pub(super) fn digits(number: u64, count: usize) -> String {
    let places = (0..count).rev();
    let digit = |place: usize| {
        let place = u32::try_from(place * 5).unwrap_or(u32::MAX);
        let digit = number.checked_shr(place).unwrap_or(0) & 31;
        let digit = usize::try_from(digit).ok().and_then(|at| DIGITS.get(at));
        char::from(*digit.unwrap_or(&b'0'))
    };
    places.map(digit).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{InjectCode, JoinCode, Misread, RoomCode};
    use crate::content::{Kit, KitCode};

    #[test]
    fn codes_are_read_as_people_type_them() {
        let room = RoomCode::read("7k3f").expect("a room");
        assert_eq!(room.to_string(), "7K3F");
        let join = JoinCode::read("ｓｏｒａ－７Ｋ３Ｆ").expect("full width");
        assert_eq!(join.to_string(), "SORA-7K3F");
        for typed in ["sora 7k3f", "SORA7K3F", "s0ra‐7k3f", " SORA ー 7K3F　"] {
            assert_eq!(JoinCode::read(typed), Ok(join.clone()), "{typed}");
        }
        assert_eq!(RoomCode::read("oil0"), RoomCode::read("0110"));
        assert_eq!(RoomCode::read("7K3"), Err(Misread::Length));
        assert_eq!(RoomCode::read("7K3U"), Err(Misread::Sign));
        assert_eq!(JoinCode::read("SOR?-7K3F"), Err(Misread::Sign));
        assert_eq!(JoinCode::read("会場へのご案内"), Err(Misread::Length));
        assert_eq!(JoinCode::read("会場へのご案内です"), Err(Misread::Length));
        assert_eq!(JoinCode::read("会場へのご案内だ"), Err(Misread::Sign));
    }

    #[test]
    fn a_room_does_not_take_another_rooms_inject() {
        let (here, there) = (RoomCode::new(1), RoomCode::new(2));
        let code = InjectCode {
            room: there,
            number: 0,
        };
        let read = InjectCode::read(here, &code.to_string());
        assert_eq!(read, Err(Misread::OtherRoom));
        let known: Vec<_> = InjectCode::tails(here);
        let other = (0..1024)
            .map(|at| super::digits(at, 2))
            .find(|tail| !known.contains(tail));
        let other = other.expect("most are not given");
        assert_eq!(InjectCode::read(here, &other), Err(Misread::Unknown));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(chance: u32, kit in "[A-Z]{4}", small: bool, number in 0..Kit::MOST_INJECTS) {
            let room = RoomCode::new(chance);
            let kit = KitCode::new(&kit).expect("four letters");
            let join = JoinCode { kit, room };
            let typed = |text: String| if small { text.to_lowercase() } else { text };
            prop_assert_eq!(RoomCode::read(&typed(room.to_string())), Ok(room));
            prop_assert_eq!(JoinCode::read(&typed(join.to_string())), Ok(join));
            let code = InjectCode { room, number };
            let shown = code.to_string();
            prop_assert_eq!(InjectCode::read(room, &typed(shown.clone())), Ok(code));
            prop_assert_eq!(InjectCode::read(room, &shown[5..]), Ok(code));
        }

        #[test]
        fn anything_can_be_typed(typed: String, chance: u32) {
            let _ = JoinCode::read(&typed);
            let _ = RoomCode::read(&typed);
            let _ = InjectCode::read(RoomCode::new(chance), &typed);
        }
    }
}
