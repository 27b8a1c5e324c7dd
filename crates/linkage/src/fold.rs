//! Names and words brought to one form for comparison. The original text is always kept beside it.

use unicode_normalization::UnicodeNormalization;

/// Small Latin letters, digits and single spaces: tonal marks and accents dropped, other scripts transliterated,
/// apostrophes removed, every other sign a space.
///
/// Latin text with accents does not depend on how the accents were typed, because it is composed first.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        push_letters(text, &mut folded);
    } else {
        for sign in text.nfc() {
            match sign {
                '\u{2019}' | '\u{2018}' | '\u{02bb}' | '\u{02bc}' | '\u{0640}' | '`' | '´' => {}
                'ı' => folded.push('i'),
                'đ' | 'Đ' => folded.push('d'),
                sign => push_letters(any_ascii::any_ascii_char(sign), &mut folded),
            }
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

fn push_letters(ascii: &str, folded: &mut String) {
    for sign in ascii.chars() {
        if sign.is_ascii_alphanumeric() {
            folded.push(sign.to_ascii_lowercase());
        } else if sign != '\'' && sign != '`' && !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
}

/// Letters and digits only, as in a document number or a number plate.
#[must_use]
pub fn fold_code(text: &str) -> String {
    fold(text).chars().filter(|sign| *sign != ' ').collect()
}

/// The digits of a telephone number without its international or trunk prefix: at most the last nine.
#[must_use]
pub fn fold_phone(text: &str) -> String {
    let digits: String = fold(text).chars().filter(char::is_ascii_digit).collect();
    digits.get(digits.len().saturating_sub(9)..).unwrap_or_default().to_owned()
}

/// The consonants of a folded word as they sound, doubles as one: what is left of a name when vowels were heard or
/// written differently.
#[must_use]
pub fn skeleton(folded: &str) -> String {
    let mut skeleton = String::with_capacity(folded.len());
    let bytes = folded.as_bytes();
    let mut last = 0_u8;
    for (place, letter) in bytes.iter().enumerate() {
        let next = bytes.get(place + 1).copied().unwrap_or(b' ');
        let sound = match (letter, next) {
            (b'p', b'h') | (b'v' | b'w', _) => b'f',
            (b's' | b'c', b'h') | (b'j' | b'x', _) => b'j',
            (b'c' | b'q' | b'g', _) => b'k',
            (b'z', _) => b's',
            (b'd', _) => b't',
            (b'b', _) => b'p',
            (b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h', _) => {
                last = if *letter == b'h' { last } else { 0 };
                continue;
            }
            (b' ', _) => {
                last = 0;
                continue;
            }
            (other, _) => *other,
        };
        if sound != last {
            skeleton.push(char::from(sound));
        }
        last = sound;
    }
    if skeleton.is_empty() { folded.chars().take(1).collect() } else { skeleton }
}

/// Words in names that say family relation or rank and tell nobody apart.
const PARTICLES: [&str; 34] = [
    "al", "el", "ul", "an", "ad", "as", "at", "az", "ar", "ash", "bin", "ben", "ibn", "bint", "abu", "abou", "umm",
    "de", "da", "do", "dos", "del", "della", "di", "la", "le", "van", "von", "der", "den", "mr", "mrs", "dr", "haji",
];

/// Whether a folded word is a particle.
#[must_use]
pub fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// The script of a text, by its first letter that has one.
#[must_use]
pub fn script(text: &str) -> &'static str {
    let of = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' => Some("Latin"),
        '\u{00c0}'..='\u{024f}' | '\u{1e00}'..='\u{1eff}' => Some("Latin"),
        '\u{0370}'..='\u{03ff}' => Some("Greek"),
        '\u{0400}'..='\u{052f}' => Some("Cyrillic"),
        '\u{0590}'..='\u{05ff}' => Some("Hebrew"),
        '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}' => Some("Arabic"),
        '\u{0e00}'..='\u{0e7f}' => Some("Thai"),
        '\u{1200}'..='\u{137f}' => Some("Ethiopic"),
        '\u{3040}'..='\u{30ff}' => Some("Kana"),
        '\u{3400}'..='\u{9fff}' => Some("Han"),
        '\u{ac00}'..='\u{d7af}' => Some("Hangul"),
        letter if letter.is_alphabetic() => Some("other"),
        _ => None,
    };
    text.chars().find_map(of).unwrap_or("none")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_across_scripts_come_to_one_form() {
        assert_eq!(fold("Nguyễn Thị Hương"), "nguyen thi huong");
        assert_eq!(fold("Nguye\u{302}\u{303}n"), "nguyen");
        assert_eq!(fold("O’Brien-Smith "), "obrien smith");
        assert_eq!(fold("Şahin Ioniță"), "sahin ionita");
        assert_eq!(fold("Мария"), "mariya");
        assert_eq!(fold("Đặng"), "dang");
    }

    #[test]
    fn skeletons_forgive_vowels_and_doubles() {
        assert_eq!(skeleton("muhammad"), skeleton("mohamed"));
        assert_eq!(skeleton("yusuf"), skeleton("youssef"));
        assert_eq!(skeleton("aoi"), "a");
    }

    #[test]
    fn phones_lose_their_prefixes() {
        assert_eq!(fold_phone("+44 20 7946 0958"), fold_phone("020 7946 0958"));
    }
}
