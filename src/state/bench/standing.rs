//! How thousands of files are put in order while the page goes on: slice by slice.
//!
//! *Why in slices and not in a worker*: what was made of the files is here already, and handing it
//! over and back would take longer than the work.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use sonae_engine::screen::{Batch, Policy, Screened};

use super::Desk;
use crate::state::Shared;

/// So much is done in one go: held against the others, counted for the filters.
const SLICE: usize = 500;

/// Files on their way into order. It travels, so that nobody copies it.
#[derive(Clone)]
pub struct Standing {
    /// Which time it is.
    pub(super) turn: u32,
    /// The files, in the order of their names.
    files: Vec<(usize, Shared<Screened>)>,
    /// So many are held against those before them.
    settled: usize,
    batch: Rc<RefCell<Batch>>,
    /// The desk, once they stand in order, and how many of its queue are counted.
    desk: Option<(Desk, usize)>,
}

impl fmt::Debug for Standing {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Standing({}: {})", self.turn, self.settled)
    }
}

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.batch, &other.batch)
    }
}

impl Standing {
    /// Begins with whatever was worked out.
    pub(super) fn new(turn: u32, read: &[Option<Shared<Screened>>]) -> Self {
        let files = read.iter().enumerate();
        let mut files: Vec<(usize, Shared<Screened>)> = files
            .filter_map(|(number, screened)| Some((number, screened.clone()?)))
            .collect();
        // As the command line walks through folders: folder by folder.
        files.sort_by_cached_key(|(_, screened)| screened.file().replace('/', "\0"));
        Self {
            turn,
            files,
            settled: 0,
            batch: Rc::default(),
            desk: None,
        }
    }

    /// Goes on for a slice. The desk, once all of it is done.
    pub(super) fn slice(&mut self, policy: &Policy) -> Option<Desk> {
        let mut left = SLICE;
        let mut batch = self.batch.borrow_mut();
        for (_, screened) in self.files.iter_mut().skip(self.settled).take(left) {
            if let Some(settled) = batch.settled(screened) {
                *screened = Shared::new(settled);
            }
            self.settled += 1;
            left -= 1;
        }
        if left == 0 {
            return None;
        }
        let (desk, counted) = if let Some(begun) = &mut self.desk {
            begun
        } else {
            let files = std::mem::take(&mut self.files);
            if files.len() > SLICE {
                left = 0;
            }
            self.desk.insert((Desk::of(files), 0))
        };
        desk.count(*counted, left, policy);
        *counted += left;
        if *counted < desk.queue.len() {
            return None;
        }
        self.desk.take().map(|(desk, _)| desk)
    }
}
