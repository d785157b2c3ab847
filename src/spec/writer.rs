//! The JSON writer that runs in the compiler's const interpreter.
//!
//! It writes what fits into its buffer and counts what doesn't, as C's `snprintf` does: so one run either renders a text, or says how much room it needs.
//!
//! In the interpreter a call costs far more than a loop's turn, and a long loop more than one long copy: short texts are copied byte by byte,
//! long ones as a slice.

use super::fragment::{PIECES, Piece, Section};
use crate::meta::{Placed, Placeholder};
use crate::types::{Literal, Number};

/// Texts up to this length are copied byte by byte. Measured with `benches/compile`.
const SHORT: usize = 72;

/// How much was rendered, what had no room included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub(super) bytes: usize,
    pub(super) placeholders: usize,
    /// Where each piece is.
    pub(super) pieces: [Piece; PIECES],
    /// How many there are.
    pub(super) count: usize,
}

impl Extent {
    pub(super) const NONE: Self = Self {
        bytes: 0,
        placeholders: 0,
        pieces: [Piece::NONE; PIECES],
        count: 0,
    };
}

/// Appends JSON to a buffer, with its placeholders.
pub(crate) struct Writer<'b> {
    /// Empty once the text has outgrown it.
    out: &'b mut [u8],
    len: usize,
    /// The last byte, where it was only counted.
    last: u8,
    placed: &'b mut [Placed],
    placeholders: usize,
    pieces: [Piece; PIECES],
    marked: usize,
}

impl<'b> Writer<'b> {
    /// Writes at most as many bytes and placeholders as these have room for.
    pub(crate) const fn new(out: &'b mut [u8], placed: &'b mut [Placed]) -> Self {
        Self {
            out,
            len: 0,
            last: 0,
            placed,
            placeholders: 0,
            pieces: [Piece::NONE; PIECES],
            marked: 0,
        }
    }

    /// How many bytes there are, those included that were only counted.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// What has been rendered.
    pub(super) const fn extent(&self) -> Extent {
        Extent {
            bytes: self.len,
            placeholders: self.placeholders,
            pieces: self.pieces,
            count: self.marked,
        }
    }

    /// Marks the text from `start` up to here as a piece.
    pub(super) const fn mark(&mut self, section: Section, start: usize) {
        self.pieces[self.marked] = Piece {
            section,
            start,
            end: self.len,
        };
        self.marked += 1;
    }

    /// Counts bytes that have no room, and all that come after them.
    const fn count(&mut self, bytes: usize, last: u8) {
        if bytes > 0 {
            self.out = &mut [];
            self.len += bytes;
            self.last = last;
        }
    }

    /// Appends objects from `from` to `to` once more, with their placeholders.
    pub(crate) const fn copy(&mut self, from: usize, to: usize) {
        let length = to - from;
        if self.len + length > self.out.len() {
            return self.count(length, b'}');
        }
        let mut at = 0;
        let count = self.placeholders;
        while at < count && at < self.placed.len() {
            let placed = self.placed[at];
            if placed.at > from && placed.at < to {
                self.place(Placed {
                    at: placed.at - from + self.len,
                    ..placed
                });
            }
            at += 1;
        }
        let (written, free) = self.out.split_at_mut(self.len);
        free.split_at_mut(length)
            .0
            .copy_from_slice(written.split_at(to).0.split_at(from).1);
        self.len += length;
    }

    /// Removes all but the first `len` bytes. Something must follow.
    pub(crate) const fn rewind(&mut self, len: usize) {
        self.len = len;
        while self.placeholders > 0
            && self.placeholders <= self.placed.len()
            && self.placed[self.placeholders - 1].at > len
        {
            self.placeholders -= 1;
        }
    }

    /// Leaves a placeholder here.
    pub(super) const fn placeholder(&mut self, placeholder: Placeholder) {
        self.placeholder_over(self.len, placeholder);
    }

    /// Leaves a placeholder for the text from `from` up to here.
    pub(super) const fn placeholder_over(&mut self, from: usize, placeholder: Placeholder) {
        self.place(Placed {
            at: from,
            length: self.len - from,
            placeholder,
        });
    }

    /// How many placeholders there are.
    pub(super) const fn placeholders(&self) -> usize {
        self.placeholders
    }

    /// Forgets all placeholders but the first `count`.
    pub(super) const fn forget(&mut self, count: usize) {
        self.placeholders = count;
    }

    const fn place(&mut self, placed: Placed) {
        if self.placeholders < self.placed.len() {
            self.placed[self.placeholders] = placed;
        }
        self.placeholders += 1;
    }

    /// Appends text as it is.
    pub(crate) const fn put(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        let mut to = self.len;
        if rest.len() > SHORT || to + rest.len() > self.out.len() {
            return self.bytes(rest);
        }
        let out = &mut *self.out;
        while let [a, b, c, d, e, f, g, h, tail @ ..] = rest {
            out[to] = *a;
            out[to + 1] = *b;
            out[to + 2] = *c;
            out[to + 3] = *d;
            out[to + 4] = *e;
            out[to + 5] = *f;
            out[to + 6] = *g;
            out[to + 7] = *h;
            to += 8;
            rest = tail;
        }
        while let [a, tail @ ..] = rest {
            out[to] = *a;
            to += 1;
            rest = tail;
        }
        self.len = to;
    }

    /// Appends bytes as they are.
    pub(crate) const fn bytes(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        if end > self.out.len() {
            return self.count(
                bytes.len(),
                match bytes {
                    [.., last] => *last,
                    [] => 0,
                },
            );
        }
        self.out
            .split_at_mut(self.len)
            .1
            .split_at_mut(bytes.len())
            .0
            .copy_from_slice(bytes);
        self.len = end;
    }

    /// Appends a comma unless something has just been opened.
    pub(crate) const fn comma(&mut self) {
        if self.len == 0 {
            return;
        }
        let last = if self.len <= self.out.len() {
            self.out[self.len - 1]
        } else {
            self.last
        };
        if !matches!(last, b'{' | b'[' | b':') {
            if self.len < self.out.len() {
                self.out[self.len] = b',';
                self.len += 1;
            } else {
                self.count(1, b',');
            }
        }
    }

    /// Appends the inside of a JSON string: escapes, no quotes.
    pub(crate) const fn escaped(&mut self, text: &str) {
        const HEX: [u8; 16] = *b"0123456789abcdef";
        let bytes = text.as_bytes();
        // No byte becomes more than six.
        if self.len + 6 * bytes.len() > self.out.len() {
            let length = escaped_length(bytes);
            if self.len + length > self.out.len() {
                return self.count(length, b'.');
            }
        }
        let (mut from, mut to) = (0, self.len);
        while from < bytes.len() {
            let byte = bytes[from];
            from += 1;
            if byte == b'"' || byte == b'\\' {
                self.out[to] = b'\\';
                to += 1;
            } else if byte < 0x20 {
                self.out[to] = b'\\';
                if byte == b'\n' {
                    self.out[to + 1] = b'n';
                    to += 2;
                    continue;
                }
                self.out[to + 1] = b'u';
                self.out[to + 2] = b'0';
                self.out[to + 3] = b'0';
                self.out[to + 4] = HEX[(byte >> 4) as usize];
                self.out[to + 5] = HEX[(byte & 15) as usize];
                to += 6;
                continue;
            }
            self.out[to] = byte;
            to += 1;
        }
        self.len = to;
    }

    /// Appends a JSON string.
    pub(crate) const fn string(&mut self, text: &str) {
        self.around("\"", text, "\"");
    }

    /// Appends `before`, a JSON string's inside, and `after`, in one go.
    pub(crate) const fn around(&mut self, before: &str, text: &str, after: &str) {
        self.put(before);
        self.escaped(text);
        self.put(after);
    }

    /// Appends three texts as they are.
    pub(crate) const fn put3(&mut self, before: &str, text: &str, after: &str) {
        self.put(before);
        self.put(text);
        self.put(after);
    }

    /// Appends an integer.
    pub(crate) const fn integer(&mut self, value: i64) {
        let mut digits = [0; 20];
        let mut at = digits.len();
        let mut rest = value.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            at -= 1;
            digits[at] = b'-';
        }
        self.bytes(digits.split_at(at).1);
    }

    /// Appends an exact number.
    pub(crate) const fn number(&mut self, number: Number) {
        let mut scale = 1;
        let mut places = 0;
        while places < number.scale {
            scale *= 10;
            places += 1;
        }
        if number.scale == 0 {
            return self.integer(number.mantissa);
        }
        if number.mantissa < 0 && number.mantissa / scale == 0 {
            self.put("-");
        }
        self.integer(number.mantissa / scale);
        self.put(".");
        let mut rest = (number.mantissa % scale).unsigned_abs();
        let mut power = scale.unsigned_abs() / 10;
        while power > 0 {
            self.bytes(&[b'0' + (rest / power) as u8]);
            rest %= power;
            power /= 10;
        }
    }

    /// Appends a default or an example.
    pub(crate) const fn literal(&mut self, literal: Literal) {
        match literal {
            Literal::Boolean(true) => self.put("true"),
            Literal::Boolean(false) => self.put("false"),
            Literal::Number(number) => self.number(number),
            Literal::Text(text) => self.string(text),
            Literal::Json(json) => self.put(json),
        }
    }

    /// Appends `,"description":..` of a whole doc comment, if there is one.
    pub(crate) const fn description(&mut self, docs: &[&str]) {
        if docs.is_empty() {
            return;
        }
        self.comma();
        self.put("\"description\":\"");
        self.lines(docs, 0);
        self.put("\"");
    }

    /// Appends `,"description":..` of a doc comment and a last line, whose number is between two texts.
    pub(crate) const fn description_and(&mut self, docs: &[&str], before: &str, number: u64, after: &str) {
        self.description_begin(docs);
        self.put(before);
        self.integer(number as i64);
        self.put(after);
        self.put("\"");
    }

    /// Appends `,"description":"..` of a doc comment, up to a last line, which the caller writes with the quote after it.
    pub(crate) const fn description_begin(&mut self, docs: &[&str]) {
        self.comma();
        self.put("\"description\":\"");
        self.lines(docs, 0);
        if !docs.is_empty() {
            self.put("\\n\\n");
        }
    }

    /// Appends `,"description":..` of a doc comment and of the checks of the whole, each a paragraph.
    pub(crate) const fn description_and_checks(&mut self, docs: &[&str], checks: &[&str]) {
        if checks.is_empty() {
            return self.description(docs);
        }
        self.description_begin(docs);
        let mut at = 0;
        while at < checks.len() {
            if at > 0 {
                self.put("\\n\\n");
            }
            self.escaped(checks[at]);
            at += 1;
        }
        self.put("\"");
    }

    /// Appends `,"description":..` of a doc comment and a last line.
    pub(crate) const fn description_and_text(&mut self, docs: &[&str], line: [&str; 3]) {
        self.description_begin(docs);
        self.put3(line[0], line[1], line[2]);
        self.put("\"");
    }

    /// Appends `,"summary":..` of a doc comment's first line, or of `name`, and `,"description":..` of the others, or of the first.
    pub(crate) const fn summary(&mut self, name: &str, docs: &[&str]) {
        self.comma();
        self.put("\"summary\":\"");
        if docs.is_empty() {
            return self.around("", name, "\"");
        }
        self.escaped(trim(docs[0]));
        self.put("\",\"description\":\"");
        let mut rest = 1;
        while rest < docs.len() && docs[rest].trim_ascii().is_empty() {
            rest += 1;
        }
        self.lines(docs, if rest < docs.len() { rest } else { 0 });
        self.put("\"");
    }

    /// Appends `,"summary":..` and `,"description":"..`: as [`Writer::summary`] has them, and open for one more paragraph.
    pub(crate) const fn summary_and(&mut self, name: &str, docs: &[&str]) {
        self.summary(name, docs);
        if docs.is_empty() {
            self.put(",\"description\":\"");
        } else {
            self.rewind(self.len - 1);
            self.put("\\n\\n");
        }
    }

    const fn lines(&mut self, docs: &[&str], mut from: usize) {
        let first = from;
        while from < docs.len() {
            if from > first {
                self.put("\\n");
            }
            self.escaped(trim(docs[from]));
            from += 1;
        }
    }
}

/// How long the inside of a JSON string is.
const fn escaped_length(bytes: &[u8]) -> usize {
    let mut length = bytes.len();
    let mut at = 0;
    while at < bytes.len() {
        length += match bytes[at] {
            b'"' | b'\\' | b'\n' => 1,
            ..0x20 => 5,
            _ => 0,
        };
        at += 1;
    }
    length
}

/// A doc comment's line without the blank before it and those behind.
const fn trim(line: &str) -> &str {
    match line.as_bytes() {
        [b' ', ..] => line.split_at(1).1.trim_ascii_end(),
        _ => line,
    }
}
