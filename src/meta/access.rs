//! Access control: the security schemes of an API, and the access rules that name them.

use super::{Docs, Function, OperationKind};

/// A security scheme (OpenAPI 3.1, section 4.8.27), and the application's check of its credentials.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// Its name, which access rules use.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// The kind of its credentials.
    pub kind: SchemeKind,
    /// The check of credentials.
    pub check: Function,
}

/// The kind of credentials of a security scheme.
#[derive(Debug, Clone, Copy)]
pub enum SchemeKind {
    /// A key.
    ApiKey(ApiKey),
    /// A user's name and password.
    Basic(Basic),
    /// A token.
    Bearer(Bearer),
    /// A token of an OAuth 2.0 server.
    OAuth2(OAuth2),
    /// A token of an OpenID Connect server.
    OpenIdConnect(OpenIdConnect),
}

/// A key in a header, the query or a cookie.
#[derive(Debug, Clone, Copy)]
pub struct ApiKey {
    /// Where it is.
    pub place: KeyPlace,
    /// Its name there.
    pub name: &'static str,
}

/// Where a request has its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPlace {
    /// In a header.
    Header,
    /// In the query.
    Query,
    /// In a cookie (RFC 6265).
    Cookie,
}

/// A user's name and password in `Authorization` (RFC 7617).
#[derive(Debug, Clone, Copy)]
pub struct Basic(());

/// A token in `Authorization` (RFC 6750, section 2.1).
#[derive(Debug, Clone, Copy)]
pub struct Bearer {
    /// The format of the token, for the document; may be empty.
    pub format: &'static str,
    /// The authentication scheme before the token (RFC 9110, section 11.1): `Bearer`, unless an existing contract has another word.
    pub prefix: &'static str,
}

/// A token of an OAuth 2.0 server (RFC 6749). Requests send it as a [`Bearer`] token.
#[derive(Debug, Clone, Copy)]
pub struct OAuth2 {
    /// How a client gets its token.
    pub flow: Flow,
    /// All scopes, each with its description.
    pub scopes: &'static [(&'static str, &'static str)],
}

/// How a client gets a token (OpenAPI 3.1, section 4.8.28), with the URLs of the authorization server.
#[derive(Debug, Clone, Copy)]
pub enum Flow {
    /// With a code, which the user's browser gets (RFC 6749, section 4.1).
    AuthorizationCode {
        /// The authorization URL, to which the browser is redirected.
        authorize: &'static str,
        /// The token URL.
        token: &'static str,
    },
    /// Implicitly, without a code (section 4.2).
    Implicit {
        /// The authorization URL, to which the browser is redirected.
        authorize: &'static str,
    },
    /// With the user's password (section 4.3).
    Password {
        /// The token URL.
        token: &'static str,
    },
    /// With the client's own credentials (section 4.4).
    ClientCredentials {
        /// The token URL.
        token: &'static str,
    },
}

/// A token of an OpenID Connect server. Requests send it as a [`Bearer`] token.
#[derive(Debug, Clone, Copy)]
pub struct OpenIdConnect {
    /// The URL of its discovery document.
    pub url: &'static str,
}

/// The part of a request that holds credentials. It has those of one scheme only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialSource {
    /// A header, a parameter or a cookie of this name.
    Key(KeyPlace, &'static str),
    /// `Authorization: Basic`.
    Basic,
    /// A token in `Authorization`, behind this authentication scheme: `Bearer`.
    Bearer(&'static str),
}

/// The authentication scheme of bearer tokens (RFC 6750).
const BEARER: &str = "Bearer";

impl ApiKey {
    /// Creates a key in the header of this name.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self {
            place: KeyPlace::Header,
            name,
        }
    }

    /// Creates a key in the query parameter of this name. URLs are often logged, so prefer a header.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self {
            place: KeyPlace::Query,
            name,
        }
    }

    /// Creates a key in the cookie of this name. Browsers send it automatically, also for pages of other sites unless it is `SameSite`.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self {
            place: KeyPlace::Cookie,
            name,
        }
    }

    /// Returns it as a kind of scheme.
    #[must_use]
    pub const fn kind(self) -> SchemeKind {
        SchemeKind::ApiKey(self)
    }
}

impl Basic {
    /// A user's name and password.
    #[must_use]
    #[allow(
        clippy::new_without_default,
        reason = "the grammar has `Basic::new()`, and nothing else would use a default"
    )]
    pub const fn new() -> Self {
        Self(())
    }

    /// Returns it as a kind of scheme.
    #[must_use]
    pub const fn kind(self) -> SchemeKind {
        SchemeKind::Basic(self)
    }
}

impl Bearer {
    /// A token of any format.
    #[must_use]
    #[allow(
        clippy::new_without_default,
        reason = "the grammar has `Bearer::new()`, and nothing else would use a default"
    )]
    pub const fn new() -> Self {
        Self {
            format: "",
            prefix: BEARER,
        }
    }

    /// A JSON Web Token (RFC 7519).
    #[must_use]
    pub const fn jwt() -> Self {
        Self {
            format: "JWT",
            ..Self::new()
        }
    }

    /// Sets the word before the token: `Authorization: Token ..` for `prefix("Token")`. Clients may write it in any case.
    ///
    /// The document describes such a scheme as an API key in `Authorization`, since OpenAPI has no other prefix of tokens.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Whether tokens are sent as RFC 6750 says.
    #[must_use]
    pub const fn is_standard(&self) -> bool {
        self.prefix.eq_ignore_ascii_case(BEARER)
    }

    /// Returns it as a kind of scheme.
    #[must_use]
    pub const fn kind(self) -> SchemeKind {
        SchemeKind::Bearer(self)
    }
}

impl OAuth2 {
    const fn by(flow: Flow) -> Self {
        Self { flow, scopes: &[] }
    }

    /// The authorization code flow, with the authorization URL and the token URL.
    #[must_use]
    pub const fn authorization_code(authorize: &'static str, token: &'static str) -> Self {
        Self::by(Flow::AuthorizationCode { authorize, token })
    }

    /// The implicit flow, with the authorization URL.
    #[must_use]
    pub const fn implicit(authorize: &'static str) -> Self {
        Self::by(Flow::Implicit { authorize })
    }

    /// The password flow, with the token URL.
    #[must_use]
    pub const fn password(token: &'static str) -> Self {
        Self::by(Flow::Password { token })
    }

    /// The client credentials flow, with the token URL.
    #[must_use]
    pub const fn client_credentials(token: &'static str) -> Self {
        Self::by(Flow::ClientCredentials { token })
    }

    /// Sets all scopes, each with its description. Access rules can't name others.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [(&'static str, &'static str)]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Returns it as a kind of scheme.
    #[must_use]
    pub const fn kind(self) -> SchemeKind {
        SchemeKind::OAuth2(self)
    }
}

impl OpenIdConnect {
    /// Creates a scheme with the URL of its discovery document: `https://id.example.com/.well-known/openid-configuration`.
    #[must_use]
    pub const fn url(url: &'static str) -> Self {
        Self { url }
    }

    /// Returns it as a kind of scheme.
    #[must_use]
    pub const fn kind(self) -> SchemeKind {
        SchemeKind::OpenIdConnect(self)
    }
}

impl SchemeKind {
    /// Returns the part of a request that holds it.
    #[must_use]
    pub const fn source(&self) -> CredentialSource {
        match self {
            Self::ApiKey(key) => CredentialSource::Key(key.place, key.name),
            Self::Basic(_) => CredentialSource::Basic,
            Self::Bearer(bearer) => CredentialSource::Bearer(bearer.prefix),
            Self::OAuth2(_) | Self::OpenIdConnect(_) => CredentialSource::Bearer(BEARER),
        }
    }
}

/// The access rule of an operation.
#[derive(Debug, Clone, Copy, Default)]
pub enum Access {
    /// Inherits the API's rule; in an API without `security`, access is public.
    #[default]
    Inherit,
    /// Access without credentials.
    Public,
    /// Requests that satisfy one of these are allowed.
    AnyOf(&'static [Alternative]),
    /// Access without credentials. Those of one of these schemes, if a request has them, tell who sends it, and must be valid.
    Optional(&'static [Alternative]),
}

/// Credentials of one scheme, with scopes.
#[derive(Debug, Clone, Copy)]
pub struct Alternative {
    /// The scheme's name.
    pub scheme: &'static str,
    /// The scopes that must all be granted.
    pub scopes: &'static [&'static str],
}

/// The access rules of a resource: one for all operations, or one for each.
#[derive(Debug, Clone, Copy)]
pub enum Rules {
    /// The same for every operation.
    Same(Access),
    /// One for each. Operations that aren't listed inherit.
    Each(&'static [(OperationKind, Access)]),
}

/// The word for access without credentials.
const PUBLIC: &str = "public";

impl Access {
    /// The rule of a declaration, whose alternatives may begin or end with `public`. A `public` elsewhere stays there, for
    /// `check_rule` to refuse.
    #[must_use]
    pub const fn of(alternatives: &'static [Alternative]) -> Self {
        match alternatives {
            [only] if only.is_public() => Self::Public,
            [first, rest @ ..] if first.is_public() => Self::Optional(rest),
            [rest @ .., last] if last.is_public() => Self::Optional(rest),
            _ => Self::AnyOf(alternatives),
        }
    }

    /// The alternatives, of which a request's credentials satisfy one; none if it inherits or is public.
    #[must_use]
    pub const fn alternatives(&self) -> &'static [Alternative] {
        match self {
            Self::Inherit | Self::Public => &[],
            Self::AnyOf(alternatives) | Self::Optional(alternatives) => alternatives,
        }
    }

    /// Whether requests need no credentials.
    #[must_use]
    pub const fn admits_anybody(&self) -> bool {
        matches!(self, Self::Public | Self::Optional(_))
    }

    /// Whether credentials are checked, be they needed or not.
    #[must_use]
    pub const fn authenticates(&self) -> bool {
        matches!(self, Self::AnyOf(_) | Self::Optional(_))
    }

    /// Returns the rule, or `default`, that of the API, if it inherits.
    #[must_use]
    pub const fn or(self, default: Self) -> Self {
        match self {
            Self::Inherit => default,
            Self::Public | Self::AnyOf(_) | Self::Optional(_) => self,
        }
    }
}

impl Alternative {
    /// Whether it is the word `public` instead of a scheme.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        matches!(self.scheme.as_bytes(), [b'p', b'u', b'b', b'l', b'i', b'c'])
    }
}

impl Rules {
    /// Returns the rule of an operation.
    #[must_use]
    pub const fn of(&self, kind: OperationKind) -> Access {
        match self {
            Self::Same(access) => *access,
            Self::Each(rules) => {
                let mut at = 0;
                while at < rules.len() {
                    if rules[at].0 as u8 == kind as u8 {
                        return rules[at].1;
                    }
                    at += 1;
                }
                Access::Inherit
            }
        }
    }
}

impl std::fmt::Display for Access {
    /// As in the declaration: `public | bearer[tasks:write]`; empty for one that inherits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let anybody = self.admits_anybody();
        match self {
            Self::Inherit => Ok(()),
            Self::Public => f.pad(PUBLIC),
            Self::AnyOf(alternatives) | Self::Optional(alternatives) => {
                if anybody {
                    f.write_str(PUBLIC)?;
                }
                for (at, Alternative { scheme, scopes }) in alternatives.iter().enumerate() {
                    write!(f, "{}{scheme}", if at > 0 || anybody { " | " } else { "" })?;
                    if !scopes.is_empty() {
                        write!(f, "[{}]", scopes.join(", "))?;
                    }
                }
                Ok(())
            }
        }
    }
}
