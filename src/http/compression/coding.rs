//! The codings, and which of them a client accepts.

use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, HeaderValue};

/// A content coding (RFC 9110, section 8.4.1; RFC 7932; RFC 8878).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Zstandard,
    Brotli,
    Gzip,
}

impl Coding {
    /// All of them, the one first that is the best if a client likes several as much.
    pub(super) const ALL: [Self; 3] = [Self::Zstandard, Self::Brotli, Self::Gzip];

    /// Its registered name.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Zstandard => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Its name in `Content-Encoding`.
    pub(super) const fn name(self) -> HeaderValue {
        HeaderValue::from_static(self.word())
    }

    /// The best coding that a client accepts (RFC 9110, section 12.5.3); `None` if there is none, or it prefers none.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let lines = headers
            .get_all(ACCEPT_ENCODING)
            .iter()
            .filter_map(|line| line.to_str().ok());
        let mut named = [None::<u16>; 3];
        let (mut others, mut identity) = (None, None);
        for item in lines.flat_map(|line| line.split(',')) {
            let mut parts = item.split(';');
            let word = parts.next().unwrap_or_default().trim();
            let Some(weight) = weight(parts) else {
                continue;
            };
            if word == "*" {
                others = Some(weight);
            } else if word.eq_ignore_ascii_case("identity") {
                identity = Some(weight);
            } else if let Some(index) = Self::ALL.iter().position(|coding| coding.is_called(word)) {
                named[index] = Some(weight);
            }
        }
        // Without a weight of its own it is acceptable, but less than any that is named.
        let floor = identity.unwrap_or(0);
        let weights = named.map(|weight| weight.or(others).unwrap_or(0));
        let best = weights
            .iter()
            .copied()
            .max()
            .filter(|weight| *weight > 0 && *weight >= floor)?;
        let index = weights.iter().position(|weight| *weight == best)?;
        Some(Self::ALL[index])
    }

    fn is_called(self, word: &str) -> bool {
        // The old name of gzip means the same (RFC 9110, section 8.4.1.3).
        word.eq_ignore_ascii_case(self.word()) || self == Self::Gzip && word.eq_ignore_ascii_case("x-gzip")
    }
}

/// The weight among the parameters, in thousandths (RFC 9110, section 12.4.2); `None` if it is malformed.
fn weight<'p>(mut parameters: impl Iterator<Item = &'p str>) -> Option<u16> {
    let Some(text) = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    }) else {
        return Some(1000);
    };
    let weight: f32 = text.parse().ok()?;
    (0.0..=1.0).contains(&weight).then_some((weight * 1000.0) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(sent: &'static str, expected: Option<Coding>) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(sent));
        assert_eq!(Coding::accepted(&headers), expected, "{sent}");
    }

    #[test]
    fn the_coding_that_the_client_likes_best_is_taken() {
        assert_eq!(Coding::accepted(&HeaderMap::new()), None);
        case("", None);
        case("gzip", Some(Coding::Gzip));
        case("X-GZIP", Some(Coding::Gzip));
        case("gzip, deflate, br, zstd", Some(Coding::Zstandard));
        case("gzip, deflate, br", Some(Coding::Brotli));
        case("br;q=0.5, gzip;q=0.9", Some(Coding::Gzip));
        case("*", Some(Coding::Zstandard));
        case("*;q=0.1, zstd;q=0", Some(Coding::Brotli));
        case("gzip;q=0", None);
        case("*;q=0", None);
        case("identity", None);
        case("identity, gzip;q=0.5", None);
        case("identity;q=0.5, gzip", Some(Coding::Gzip));
        case("identity, gzip", Some(Coding::Gzip));
        case("deflate, compress", None);
    }

    #[test]
    fn malformed_items_count_for_nothing() {
        case("gzip;q=2", None);
        case("gzip;q=-1", None);
        case("gzip;q=much, br;q=0.1", Some(Coding::Brotli));
        case(",,;q=1,gzip", Some(Coding::Gzip));
    }
}
