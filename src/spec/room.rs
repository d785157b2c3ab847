//! Room for texts that are rendered in const.
//!
//! The size of a buffer is a part of its type, and the compiler wants types at once, but texts only where they are used: that is why `cargo check`
//! evaluates none of them. So a text is rendered into the smallest of a few rooms. If it doesn't fit, the writer has counted what it needs, and
//! it is rendered again into a room that is large enough. A text that the program keeps is cut to its size.

use core::marker::PhantomData;

use super::writer::{Extent, Writer};
use crate::meta::{Document, Placed, const_error};

/// Room for `N` bytes and `P` placeholders, and as much of a text as fits.
#[derive(Debug)]
pub struct Room<const N: usize, const P: usize> {
    bytes: [u8; N],
    placed: [Placed; P],
    extent: Extent,
}

impl<const N: usize, const P: usize> Room<N, P> {
    pub(super) const fn new() -> Self {
        Self {
            bytes: [0; N],
            placed: [Placed::NONE; P],
            extent: Extent::NONE,
        }
    }

    /// A writer into it, whose extent `close` takes.
    pub(super) const fn writer(&mut self) -> Writer<'_> {
        Writer::new(&mut self.bytes, &mut self.placed)
    }

    pub(super) const fn close(&mut self, extent: Extent) {
        self.extent = extent;
    }

    const fn text(&self) -> Text<'_> {
        let Extent {
            bytes, placeholders, ..
        } = self.extent;
        let whole = bytes <= N && placeholders <= P;
        Text {
            bytes: self.bytes.split_at(if whole { bytes } else { 0 }).0,
            placeholders: self.placed.split_at(if whole { placeholders } else { 0 }).0,
            extent: self.extent,
            whole,
        }
    }
}

/// A rendered text.
#[derive(Clone, Copy)]
pub(super) struct Text<'r> {
    pub(super) bytes: &'r [u8],
    /// In order.
    pub(super) placeholders: &'r [Placed],
    pub(super) extent: Extent,
    /// Whether it fitted; if not, there are only the numbers in `extent`.
    whole: bool,
}

/// What renders a text into a room of any size.
pub trait Render<const N: usize, const P: usize> {
    /// The room with the text.
    const ROOM: &'static Room<N, P>;
}

/// The rooms, from small to large: bytes and placeholders of each.
macro_rules! rooms {
    ($($bytes:literal, $placeholders:literal;)*) => {
        /// A text: what renders it into each of the rooms.
        pub trait Source: $(Render<$bytes, $placeholders> +)* {
            /// How many bytes it has at least, as far as that is known: smaller rooms aren't tried.
            const LEAST: usize;
        }

        const fn room<S: Source>(bytes: usize, placeholders: usize) -> Text<'static> {
            $(if bytes <= $bytes && placeholders <= $placeholders {
                return text_in::<S, $bytes, $placeholders>();
            })*
            const_error(&["a document of this API has more than 512 MiB; make several APIs of it"])
        }
    };
}

rooms! {
    0x8000, 128;
    0x2_0000, 512;
    0x8_0000, 0x800;
    0x20_0000, 0x2000;
    0x80_0000, 0x8000;
    0x200_0000, 0x2_0000;
    0x800_0000, 0x8_0000;
    0x2000_0000, 0x20_0000;
}

/// A function for each room: a const is evaluated where a function that names it is called, even in a branch that isn't taken.
const fn text_in<S: Render<N, P>, const N: usize, const P: usize>() -> Text<'static> {
    S::ROOM.text()
}

/// A text, in the smallest room that holds it.
pub(super) const fn text<S: Source>() -> Text<'static> {
    let (mut bytes, mut placeholders) = (S::LEAST, 0);
    loop {
        let text = room::<S>(bytes, placeholders);
        if text.whole {
            return text;
        }
        (bytes, placeholders) = (text.extent.bytes, text.extent.placeholders);
    }
}

/// A text as the program keeps it, and its placeholders.
pub(super) const fn document<S: Source>() -> Document {
    let Ok(text) = core::str::from_utf8(cut::<S>()) else {
        const_error(&["bug in warp-openapi: the document isn't UTF-8, please report it"])
    };
    Document {
        text,
        placeholders: placeholders::<S>(),
    }
}

/// A copy of a text's placeholders, and unused ones behind it.
struct Placeholders<S, const COUNT: usize>(PhantomData<S>);

impl<S: Source, const COUNT: usize> Placeholders<S, COUNT> {
    const ALL: &'static [Placed; COUNT] = &{
        let mut all = [Placed::NONE; COUNT];
        let placed = text::<S>().placeholders;
        all.split_at_mut(placed.len()).0.copy_from_slice(placed);
        all
    };
}

const fn placeholders_in<S: Source, const COUNT: usize>() -> &'static [Placed] {
    Placeholders::<S, COUNT>::ALL
}

macro_rules! placeholders {
    ($($count:literal)*) => {
        const fn placeholders<S: Source>() -> &'static [Placed] {
            let count = text::<S>().placeholders.len();
            $(if count <= $count {
                return placeholders_in::<S, $count>().split_at(count).0;
            })*
            &[]
        }
    };
}

placeholders! { 8 0x10 0x20 0x40 0x80 0x100 0x200 0x400 0x800 0x1000 0x2000 0x4000 0x8000 0x1_0000 0x2_0000 0x4_0000 0x8_0000 0x10_0000 0x20_0000 }

/// A copy of a text in `COUNT` blocks of `SIZE` bytes.
struct Blocks<S, const COUNT: usize, const SIZE: usize>(PhantomData<S>);

impl<S: Source, const COUNT: usize, const SIZE: usize> Blocks<S, COUNT, SIZE> {
    const BYTES: &'static [[u8; SIZE]; COUNT] = &{
        let mut blocks = [[0; SIZE]; COUNT];
        let text = text::<S>().bytes;
        blocks
            .as_flattened_mut()
            .split_at_mut(text.len())
            .0
            .copy_from_slice(text);
        blocks
    };
}

const fn blocks<S: Source, const COUNT: usize, const SIZE: usize>() -> &'static [u8] {
    Blocks::<S, COUNT, SIZE>::BYTES.as_flattened()
}

macro_rules! cut {
    ($($size:literal)*) => {
        /// The bytes of a text in 17 to 32 blocks, whose size is a power of two: so less than a sixteenth of them is unused.
        const fn cut<S: Source>() -> &'static [u8] {
            let length = text::<S>().bytes.len();
            $(if length <= 32 * $size {
                return counted::<S, $size>(length.div_ceil($size)).split_at(length).0;
            })*
            &[]
        }
    };
    ($($count:literal),*; $most:literal) => {
        const fn counted<S: Source, const SIZE: usize>(count: usize) -> &'static [u8] {
            match count {
                $($count => blocks::<S, $count, SIZE>(),)*
                _ => blocks::<S, $most, SIZE>(),
            }
        }
    };
}

cut! { 8 0x10 0x20 0x40 0x80 0x100 0x200 0x400 0x800 0x1000 0x2000 0x4000 0x8000 0x1_0000 0x2_0000 0x4_0000 0x8_0000 0x10_0000 0x20_0000 0x40_0000 0x80_0000 0x100_0000 }
cut! { 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31; 32 }
