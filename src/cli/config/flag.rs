//! One setting as data: its flag, its variables, the values that it takes, and where they go.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use clap::{Arg, ArgAction};

use super::Configuration;
use super::secret::Secret;
use crate::cli::options::whole;

/// Where a value goes.
type Place<T> = fn(&mut Configuration) -> &mut T;

/// Parses a value and stores it.
type Store = Box<dyn Fn(&mut Configuration, &str) -> Result<(), String> + Send + Sync>;

/// A setting: `--NAME VALUE`, or one of its variables.
pub(in crate::cli) struct Flag {
    /// The name of the flag, without dashes.
    pub(super) name: &'static str,
    /// Another name of the flag.
    pub(super) alias: Option<&'static str>,
    /// The variables; the first is the documented one.
    pub(super) variables: &'static [&'static str],
    /// What the value is, or its unit: `SECONDS`.
    pub(super) value: &'static str,
    pub(super) takes: Takes,
    /// The default, as a value or in words; empty if there is none.
    pub(super) default: String,
    /// The values that are allowed, for people.
    pub(super) range: Option<String>,
    /// One line for `--help`.
    pub(super) help: &'static str,
    /// What the guide says after that line.
    pub(super) more: &'static str,
    pub(super) secret: Option<Secret>,
    /// Whether a document depends on it, so that `spec` takes it too.
    pub(super) in_documents: bool,
    /// Whether an empty variable is a value. Else it counts as unset.
    pub(super) empty_counts: bool,
    /// Another flag, which is short for `false`.
    pub(super) off: Option<&'static str>,
    pub(super) store: Store,
}

/// What follows the name of a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// A value.
    Value,
    /// A value after `=`, or nothing, which is short for this value.
    OptionalValue(&'static str),
    /// Nothing: the flag alone is `true`. Its variables are `true` or `false`.
    Nothing,
}

impl Flag {
    fn new(name: &'static str, variables: &'static [&'static str], value: &'static str, store: Store) -> Self {
        Self {
            name,
            alias: None,
            variables,
            value,
            takes: Takes::Value,
            default: String::new(),
            range: None,
            help: "",
            more: "",
            secret: None,
            in_documents: false,
            empty_counts: false,
            off: None,
            store,
        }
    }

    /// A value that `parse` reads.
    pub(super) fn parsed<T: 'static>(
        name: &'static str,
        variables: &'static [&'static str],
        value: &'static str,
        parse: impl Fn(&str) -> Result<T, String> + Send + Sync + 'static,
        place: Place<T>,
    ) -> Self {
        let store: Store = Box::new(move |configuration, text| {
            *place(configuration) = parse(text)?;
            Ok(())
        });
        Self::new(name, variables, value, store)
    }

    /// A value that `parse` reads, and that is absent unless set. [`default`](Self::default) says what that means.
    pub(super) fn optional<T: 'static>(
        name: &'static str,
        variables: &'static [&'static str],
        value: &'static str,
        parse: impl Fn(&str) -> Result<T, String> + Send + Sync + 'static,
        place: Place<Option<T>>,
    ) -> Self {
        Self::parsed(name, variables, value, move |text| parse(text).map(Some), place)
    }

    /// A whole number.
    pub(super) fn whole<T>(
        name: &'static str,
        variables: &'static [&'static str],
        range: RangeInclusive<T>,
        place: Place<T>,
    ) -> Self
    where
        T: FromStr + PartialOrd + Display + Clone + Send + Sync + 'static,
    {
        let shown = shown(&range);
        let default = place(&mut Configuration::default()).to_string();
        Self::parsed(name, variables, "N", whole(range), place)
            .range(shown)
            .default(default)
    }

    /// A whole number that is absent unless set.
    pub(super) fn optional_whole<T>(
        name: &'static str,
        variables: &'static [&'static str],
        range: RangeInclusive<T>,
        place: Place<Option<T>>,
    ) -> Self
    where
        T: FromStr + PartialOrd + Display + Clone + Send + Sync + 'static,
    {
        let shown = shown(&range);
        Self::optional(name, variables, "N", whole(range), place).range(shown)
    }

    /// A time in whole seconds.
    pub(super) fn seconds(
        name: &'static str,
        variables: &'static [&'static str],
        range: RangeInclusive<u64>,
        place: Place<Duration>,
    ) -> Self {
        let (shown, parse) = (shown(&range), whole(range));
        let parse = move |text: &str| parse(text).map(Duration::from_secs);
        let default = place(&mut Configuration::default()).as_secs();
        Self::parsed(name, variables, "SECONDS", parse, place)
            .range(shown)
            .default(default.to_string())
    }

    /// A time in milliseconds.
    pub(super) fn millis(
        name: &'static str,
        variables: &'static [&'static str],
        range: RangeInclusive<u64>,
        place: Place<Duration>,
    ) -> Self {
        let (shown, parse) = (shown(&range), whole(range));
        let parse = move |text: &str| parse(text).map(Duration::from_millis);
        let default = place(&mut Configuration::default()).as_millis();
        Self::parsed(name, variables, "MS", parse, place)
            .range(shown)
            .default(default.to_string())
    }

    /// A time in whole seconds that is absent unless set.
    pub(super) fn optional_seconds(
        name: &'static str,
        variables: &'static [&'static str],
        range: RangeInclusive<u64>,
        place: Place<Option<Duration>>,
    ) -> Self {
        let (shown, parse) = (shown(&range), whole(range));
        let parse = move |text: &str| parse(text).map(Duration::from_secs);
        Self::optional(name, variables, "SECONDS", parse, place).range(shown)
    }

    /// A text.
    pub(super) fn text(
        name: &'static str,
        variables: &'static [&'static str],
        value: &'static str,
        place: Place<String>,
    ) -> Self {
        let default = place(&mut Configuration::default()).clone();
        Self::parsed(name, variables, value, |text| Ok(text.to_owned()), place).default(default)
    }

    /// A text that is absent unless set.
    pub(super) fn optional_text(
        name: &'static str,
        variables: &'static [&'static str],
        value: &'static str,
        place: Place<Option<String>>,
    ) -> Self {
        Self::optional(name, variables, value, |text| Ok(text.to_owned()), place)
    }

    /// A switch that is off unless set.
    pub(super) fn switch(name: &'static str, variables: &'static [&'static str], place: Place<bool>) -> Self {
        let store: Store = Box::new(move |configuration, text| {
            *place(configuration) = yes_or_no(text).ok_or("expected true or false")?;
            Ok(())
        });
        Self {
            takes: Takes::Nothing,
            ..Self::new(name, variables, "", store)
        }
    }

    /// One line for `--help`.
    pub(super) fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// What the guide says after that line: whole sentences.
    pub(super) fn more(mut self, more: &'static str) -> Self {
        self.more = more;
        self
    }

    /// Another name of the flag.
    pub(super) fn alias(mut self, alias: &'static str) -> Self {
        self.alias = Some(alias);
        self
    }

    /// What holds unless it is set, in words.
    pub(super) fn default(mut self, default: impl Into<String>) -> Self {
        self.default = default.into();
        self
    }

    /// The unit of its number.
    pub(super) fn unit(mut self, unit: &'static str) -> Self {
        self.value = unit;
        self
    }

    /// The values that are allowed, in words.
    pub(super) fn range(mut self, range: String) -> Self {
        self.range = Some(range);
        self
    }

    /// Its value, or a part of it, is shown to nobody. It may be in a file, which the variable with `_FILE` at its end names.
    pub(super) fn secret(mut self, secret: Secret) -> Self {
        self.secret = Some(secret);
        self
    }

    /// A document depends on it.
    pub(super) fn in_documents(mut self) -> Self {
        self.in_documents = true;
        self
    }

    /// An empty variable is a value.
    pub(super) fn empty_counts(mut self) -> Self {
        self.empty_counts = true;
        self
    }

    /// The flag alone is short for this value; another one follows `=`.
    pub(super) fn alone(mut self, value: &'static str) -> Self {
        self.takes = Takes::OptionalValue(value);
        self
    }

    /// Another flag, without a value, is short for `false`.
    pub(super) fn off(mut self, name: &'static str) -> Self {
        self.off = Some(name);
        self
    }

    /// The value for people: what is secret of it is left out.
    pub(super) fn shown(&self, value: &str) -> String {
        match self.secret {
            Some(secret) => secret.masked(value),
            None => value.to_owned(),
        }
    }

    /// The default for the program of this name.
    pub(super) fn default_of(&self, program: &str) -> String {
        self.default.replace("{program}", program)
    }

    /// What clap parses: the flag as text.
    pub(super) fn arg(&self, program: &str) -> Arg {
        let arg = Arg::new(self.name)
            .long(self.name)
            .visible_aliases(self.alias)
            .help(self.line(program));
        match self.takes {
            Takes::Value => arg.value_name(self.value),
            Takes::OptionalValue(value) => arg
                .value_name(self.value)
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value(value),
            Takes::Nothing => arg.action(ArgAction::SetTrue),
        }
    }

    /// The flag that is short for `false`, as clap parses it.
    pub(super) fn off_arg(&self) -> Option<Arg> {
        let off = self.off?;
        let arg = Arg::new(off)
            .long(off)
            .action(ArgAction::SetTrue)
            .conflicts_with(self.name);
        Some(arg.help(format!("The same as --{}=false", self.name)))
    }

    /// The line of `--help`.
    fn line(&self, program: &str) -> String {
        let mut line = self.help.to_owned();
        if let [variable, ..] = self.variables {
            line += &format!(" [env: {variable}]");
        }
        if !self.default.is_empty() {
            line += &format!(" [default: {}]", self.default_of(program));
        }
        line
    }
}

fn shown<T: Display>(range: &RangeInclusive<T>) -> String {
    format!("{} to {}", range.start(), range.end())
}

/// Reads a word for on or off.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "t" | "1" => Some(true),
        "false" | "no" | "n" | "off" | "f" | "0" => Some(false),
        _ => None,
    }
}
