//! Letters about decisions: that one was sent, and by which way.

use super::{Decided, Step};
use crate::{
    case::{event::Fact, letter::LetterWay},
    language::Language,
    refusal::Refusal,
};

impl Step<'_> {
    /// Records that the letter about the event of a version was sent. A way that is not known to be safe for this person is
    /// no way for a letter (V-19), and what went by it is a breach to report, not a step of the case.
    pub(super) fn letter_sent(
        &self,
        letter: u64,
        (way, language): (LetterWay, Language),
        safe: &[LetterWay],
    ) -> Decided {
        self.permitted("record_letter")?;
        self.of_the_authority()?;
        if !safe.contains(&way) {
            return Err(Refusal::new(
                "letter.way_not_safe",
                "That way is not known to be safe for this person.",
                "Send it by a way that the person said is safe, or through the first responder organisation.",
            )
            .about("way"));
        }
        self.plain(Fact::LetterSent { letter, way, language: Some(language) }, Vec::new())
    }
}
