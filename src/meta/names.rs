//! How the names that the declaration has in Rust are spelled in JSON, queries and documents.

use super::{Argument, ArgumentPlace, Field, Filter, Op, Relation};

/// How the names of properties and parameters are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// As the resource, part or API says; if none of them says anything, as they are in Rust.
    Inherit,
    /// `line_two`: as they are in Rust.
    SnakeCase,
    /// `lineTwo`.
    CamelCase,
    /// `line-two`.
    KebabCase,
    /// `LineTwo`.
    PascalCase,
}

impl Names {
    /// Returns the rule, or `default`, that of what is around, if it inherits.
    #[must_use]
    pub const fn or(self, default: Self) -> Self {
        match self {
            Self::Inherit => default,
            Self::SnakeCase | Self::CamelCase | Self::KebabCase | Self::PascalCase => self,
        }
    }

    /// Whether names differ from those in Rust.
    #[must_use]
    pub const fn change(self) -> bool {
        match self {
            Self::Inherit | Self::SnakeCase => false,
            Self::CamelCase | Self::KebabCase | Self::PascalCase => true,
        }
    }

    /// The word of the declaration.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inherit | Self::SnakeCase => "snake_case",
            Self::CamelCase => "camel_case",
            Self::KebabCase => "kebab_case",
            Self::PascalCase => "pascal_case",
        }
    }

    /// The name of the parameter with the order of a list. Those of other parameters that lists have by themselves are the same everywhere.
    #[must_use]
    pub const fn order_by(self) -> &'static str {
        match self {
            Self::Inherit | Self::SnakeCase => "order_by",
            Self::CamelCase => "orderBy",
            Self::KebabCase => "order-by",
            Self::PascalCase => "OrderBy",
        }
    }

    /// Spells a name into `text`, from `start`, as far as it fits; returns its end.
    ///
    /// Underscores separate words, and the first letter of a word is changed alone. Those before the first word stay, as in `_links`; others
    /// fall away, one at the end included. A digit has no case: `line_2` is `line2` or `line-2`.
    const fn spell(self, name: &str, text: &mut [u8], start: usize) -> usize {
        let name = name.as_bytes();
        let (mut end, mut at) = (start, 0);
        while at < name.len() && (name[at] == b'_' || !self.change()) {
            end = put(text, end, name[at]);
            at += 1;
        }
        let (mut words, mut begins) = (0, true);
        while at < name.len() {
            let byte = name[at];
            at += 1;
            if byte == b'_' {
                begins = true;
                continue;
            }
            if begins && words > 0 && matches!(self, Self::KebabCase) {
                end = put(text, end, b'-');
            }
            let byte = match self {
                Self::CamelCase if begins && words == 0 => byte.to_ascii_lowercase(),
                Self::CamelCase | Self::PascalCase if begins => byte.to_ascii_uppercase(),
                _ => byte,
            };
            end = put(text, end, byte);
            words += begins as usize;
            begins = false;
        }
        end
    }

    /// The bytes of [`Names::text`].
    #[must_use]
    pub const fn size(self, fields: &[Field], filters: &[Filter]) -> usize {
        self.write(fields, filters, &mut [])
    }

    /// The names that [`Names::fields`] and [`Names::filters`] give, one after the other. `N` is their [`Names::size`].
    #[must_use]
    pub const fn text<const N: usize>(self, fields: &[Field], filters: &[Filter]) -> [u8; N] {
        let mut text = [0; N];
        self.write(fields, filters, &mut text);
        text
    }

    const fn write(self, fields: &[Field], filters: &[Filter], text: &mut [u8]) -> usize {
        let mut end = 0;
        if !self.change() {
            return end;
        }
        let mut at = 0;
        while at < fields.len() {
            if !fields[at].named {
                end = self.spell(fields[at].name, text, end);
            }
            at += 1;
        }
        at = 0;
        while at < filters.len() {
            if let Filter::Custom(custom) = &filters[at] {
                end = self.spell(custom.name, text, end);
            }
            at += 1;
        }
        end
    }

    /// The fields with their names in JSON. `text` is that of [`Names::text`], and begins with theirs.
    #[must_use]
    pub const fn fields<const N: usize>(self, mut fields: [Field; N], text: &'static [u8]) -> [Field; N] {
        let (mut rest, mut at) = (text, 0);
        while at < N && self.change() {
            if !fields[at].named {
                (fields[at].property, rest) = self.next(fields[at].name, rest);
            }
            at += 1;
        }
        fields
    }

    /// The filters with the names of their parameters. `text` is that of [`Names::text`], and ends in theirs.
    #[must_use]
    pub const fn filters<const N: usize>(self, declared: &'static [Filter], text: &'static [u8]) -> [Filter; N] {
        let mut filters = [const { Filter::NONE }; N];
        let mut rest = text.split_at(text.len() - self.size(&[], declared)).1;
        let mut at = 0;
        while at < N {
            filters[at] = declared[at];
            if let Filter::Custom(custom) = &mut filters[at]
                && self.change()
            {
                (custom.name, rest) = self.next(custom.name, rest);
            }
            at += 1;
        }
        filters
    }

    /// The bytes of [`Names::text_of_relations`].
    #[must_use]
    pub const fn size_of_relations(self, relations: &[Relation]) -> usize {
        self.write_relations(relations, &mut [])
    }

    /// The names that [`Names::relations`] gives, one after the other. `N` is their [`Names::size_of_relations`].
    #[must_use]
    pub const fn text_of_relations<const N: usize>(self, relations: &[Relation]) -> [u8; N] {
        let mut text = [0; N];
        self.write_relations(relations, &mut text);
        text
    }

    const fn write_relations(self, relations: &[Relation], text: &mut [u8]) -> usize {
        let (mut end, mut at) = (0, 0);
        while at < relations.len() && self.change() {
            if !relations[at].named {
                end = self.spell(relations[at].name, text, end);
            }
            at += 1;
        }
        end
    }

    /// The relations with their names in JSON.
    #[must_use]
    pub const fn relations<const N: usize>(self, declared: &[Relation], text: &'static [u8]) -> [Relation; N] {
        let mut relations = [const { Relation::NONE }; N];
        let (mut rest, mut at) = (text, 0);
        while at < N {
            relations[at] = declared[at];
            if !relations[at].named && self.change() {
                (relations[at].property, rest) = self.next(declared[at].name, rest);
            }
            at += 1;
        }
        relations
    }

    /// The bytes of [`Names::text_of_arguments`].
    #[must_use]
    pub const fn size_of_arguments(self, arguments: &[Argument]) -> usize {
        self.write_arguments(arguments, &mut [])
    }

    /// The names that [`Names::arguments`] gives, one after the other. `N` is their [`Names::size_of_arguments`].
    #[must_use]
    pub const fn text_of_arguments<const N: usize>(self, arguments: &[Argument]) -> [u8; N] {
        let mut text = [0; N];
        self.write_arguments(arguments, &mut text);
        text
    }

    const fn write_arguments(self, arguments: &[Argument], text: &mut [u8]) -> usize {
        let (mut end, mut at) = (0, 0);
        while at < arguments.len() && self.change() {
            if arguments[at].is_renamed() {
                end = self.spell(arguments[at].field.name, text, end);
            }
            at += 1;
        }
        end
    }

    /// The arguments with their names in requests. One whose name is in the template of the route then is in the path.
    #[must_use]
    pub const fn arguments<const N: usize>(self, op: &Op, text: &'static [u8]) -> [Argument; N] {
        let mut arguments = [const { Argument::NONE }; N];
        let (mut rest, mut at) = (text, 0);
        while at < N {
            let mut argument = op.arguments[at];
            if argument.is_renamed() && self.change() {
                (argument.field.property, rest) = self.next(argument.field.name, rest);
                argument = Argument::of(&op.route, argument.field, argument.place);
            }
            arguments[at] = argument;
            at += 1;
        }
        arguments
    }

    /// The name as it is spelled, off the front of `text`; and the rest of that.
    const fn next(self, name: &str, text: &'static [u8]) -> (&'static str, &'static [u8]) {
        let (spelled, rest) = text.split_at(self.spell(name, &mut [], 0));
        match str::from_utf8(spelled) {
            Ok(spelled) => (spelled, rest),
            // Only ASCII is changed in what was UTF-8.
            Err(_) => ("", rest),
        }
    }
}

impl Argument {
    /// Whether a rule for names applies to it: it is in the query under its name in Rust. The path's are named by the template.
    const fn is_renamed(&self) -> bool {
        matches!(self.place, ArgumentPlace::Query) && !self.field.named
    }
}

/// Puts a byte at `at` if there is room; returns the place after it.
const fn put(text: &mut [u8], at: usize, byte: u8) -> usize {
    if at < text.len() {
        text[at] = byte;
    }
    at + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(names: Names, name: &str) -> String {
        let mut text = vec![0; names.spell(name, &mut [], 0)];
        names.spell(name, &mut text, 0);
        String::from_utf8(text).unwrap()
    }

    #[track_caller]
    fn case(name: &str, camel: &str, kebab: &str, pascal: &str) {
        assert_eq!(spelled(Names::CamelCase, name), camel);
        assert_eq!(spelled(Names::KebabCase, name), kebab);
        assert_eq!(spelled(Names::PascalCase, name), pascal);
        assert_eq!(spelled(Names::SnakeCase, name), name);
        assert_eq!(spelled(Names::Inherit, name), name);
    }

    #[test]
    fn words_are_joined() {
        case("title", "title", "title", "Title");
        case("created_at", "createdAt", "created-at", "CreatedAt");
        case("a_b_c", "aBC", "a-b-c", "ABC");
        case("x", "x", "x", "X");
    }

    #[test]
    fn digits_have_no_case() {
        case("line_2", "line2", "line-2", "Line2");
        case("line2", "line2", "line2", "Line2");
        case("line_2_b", "line2B", "line-2-b", "Line2B");
        case("sha_256sum", "sha256sum", "sha-256sum", "Sha256sum");
        case("_2_x", "_2X", "_2-x", "_2X");
    }

    #[test]
    fn underscores_before_the_first_word_stay_and_others_separate_words() {
        case("_links", "_links", "_links", "_Links");
        case("__meta_data", "__metaData", "__meta-data", "__MetaData");
        case("type_", "type", "type", "Type");
        case("a__b", "aB", "a-b", "AB");
        case("__", "__", "__", "__");
        case("", "", "", "");
    }

    #[test]
    fn other_letters_stay() {
        case("createdAt", "createdAt", "createdAt", "CreatedAt");
        case("URL", "uRL", "URL", "URL");
        case("größe_m", "größeM", "größe-m", "GrößeM");
        case("über", "über", "über", "über");
    }

    #[test]
    fn a_text_that_is_too_small_is_filled_and_counted() {
        let mut text = [0; 3];
        assert_eq!(Names::CamelCase.spell("line_two", &mut text, 1), 8);
        assert_eq!(&text, b"\0li");
    }

    #[test]
    fn the_order_of_a_list_is_spelled_by_the_rule() {
        for names in [
            Names::Inherit,
            Names::SnakeCase,
            Names::CamelCase,
            Names::KebabCase,
            Names::PascalCase,
        ] {
            assert_eq!(names.order_by(), spelled(names, "order_by"));
        }
    }
}
