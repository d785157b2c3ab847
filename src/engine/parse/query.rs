//! The query as a list of parameters. Each is taken by the code that knows it; one that remains is an unknown parameter.

use std::borrow::Cow;

use crate::error::{Error, FieldErrors};

/// How many parameters a query may have, since each takes work before it can be refused.
const MAX_PARAMETERS: usize = 1_000;

/// The parameters of a query, percent-decoded, in the order given.
pub(crate) struct Query<'q> {
    text: &'q str,
    parameters: Vec<Parameter<'q>>,
}

struct Parameter<'q> {
    name: Cow<'q, str>,
    value: Cow<'q, str>,
    taken: bool,
}

impl<'q> Query<'q> {
    /// Takes a query (`application/x-www-form-urlencoded`: `+` is a space) apart.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if it isn't percent-encoded UTF-8, [`Error::Invalid`] if it has too many parameters.
    pub(crate) fn parse(text: &'q str) -> Result<Self, Error> {
        let mut parameters = Vec::new();
        for piece in pieces(text) {
            if parameters.len() == MAX_PARAMETERS {
                return Err(Error::invalid("", format!("more than {MAX_PARAMETERS} parameters")));
            }
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            parameters.push(Parameter {
                name: decode(name)?,
                value: decode(value)?,
                taken: false,
            });
        }
        Ok(Self { text, parameters })
    }

    /// The query as it came.
    pub(in crate::engine) fn text(&self) -> &'q str {
        self.text
    }

    /// All names and values, in the order given.
    pub(crate) fn into_pairs(self) -> impl Iterator<Item = (Cow<'q, str>, Cow<'q, str>)> {
        self.parameters
            .into_iter()
            .map(|parameter| (parameter.name, parameter.value))
    }

    /// How many parameters there are, taken ones included.
    pub(crate) fn len(&self) -> usize {
        self.parameters.len()
    }

    /// The name of a parameter that isn't taken.
    pub(crate) fn untaken(&self, index: usize) -> Option<Cow<'q, str>> {
        let parameter = self.parameters.get(index).filter(|parameter| !parameter.taken)?;
        Some(parameter.name.clone())
    }

    /// Takes all values of a parameter, in the order given.
    pub(crate) fn take_all(&mut self, name: &str) -> Vec<Cow<'q, str>> {
        let mut values = Vec::new();
        for parameter in &mut self.parameters {
            if !parameter.taken && parameter.name == name {
                parameter.taken = true;
                values.push(parameter.value.clone());
            }
        }
        values
    }

    /// Takes a parameter that may be given once.
    pub(crate) fn take(&mut self, name: &str, errors: &mut FieldErrors) -> Option<Cow<'q, str>> {
        let mut values = self.take_all(name).into_iter();
        let value = values.next();
        if values.next().is_some() {
            errors.push_at(name, "given more than once");
            return None;
        }
        value
    }

    /// Names and values, sorted, of all parameters but those left out: the same for every order in which a client writes them.
    pub(in crate::engine) fn canonical(&self, left_out: &[&str]) -> Vec<(&str, &str)> {
        let mut pairs: Vec<_> = self
            .parameters
            .iter()
            .map(|parameter| (parameter.name.as_ref(), parameter.value.as_ref()))
            .filter(|(name, _)| !left_out.contains(name))
            .collect();
        pairs.sort_unstable();
        pairs
    }

    /// Refuses the parameters that aren't taken, each name once.
    pub(crate) fn finish(&mut self, errors: &mut FieldErrors) {
        for index in 0..self.len() {
            if let Some(name) = self.untaken(index) {
                self.take_all(&name);
                errors.push_at(&name, "unknown parameter");
            }
        }
    }
}

/// The parameters of a query as they came.
pub(in crate::engine) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split('&').filter(|piece| !piece.is_empty())
}

/// Decodes a name or a value.
pub(in crate::engine) fn decode(text: &str) -> Result<Cow<'_, str>, Error> {
    if !text.contains(['%', '+']) {
        return Ok(Cow::Borrowed(text));
    }
    let malformed = || Error::Malformed("the query isn't valid percent-encoded UTF-8".into());
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    let digit = |bytes: &mut std::str::Bytes<'_>| char::from(bytes.next()?).to_digit(16);
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => decoded.push(b' '),
            b'%' => {
                let (Some(high), Some(low)) = (digit(&mut bytes), digit(&mut bytes)) else {
                    return Err(malformed());
                };
                // Two hexadecimal digits fit.
                decoded.push((high << 4 | low) as u8);
            }
            byte => decoded.push(byte),
        }
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, decoded: Option<&str>) {
        assert_eq!(decode(text).ok().as_deref(), decoded, "{text}");
    }

    #[test]
    fn decodes_forms() {
        case("plain", Some("plain"));
        case("a+b%20c", Some("a b c"));
        case("%C3%a4%2B", Some("ä+"));
        case("%", None);
        case("%4", None);
        case("%4x", None);
        case("%+4", None);
        case("%ff", None);
    }

    #[test]
    fn refuses_unknown_parameters_once_each() {
        let mut errors = FieldErrors::new();
        let mut query = Query::parse("a=1&&b&b=2&c=3&c=4").unwrap();
        assert_eq!(query.take_all("b"), ["", "2"]);
        assert_eq!(query.take("c", &mut errors), None);
        query.finish(&mut errors);
        let text = errors.finish().unwrap_err().to_string();
        assert_eq!(text, "c: given more than once; a: unknown parameter");
    }

    #[test]
    fn bounds_the_number_of_parameters() {
        assert!(Query::parse(&"a&".repeat(1_000)).is_ok());
        assert!(matches!(Query::parse(&"a&".repeat(1_001)), Err(Error::Invalid(_))));
    }
}
