//! Who may do what: the security schemes of an API, and the rules that name them.

use super::{Docs, Function, OperationKind};

/// One way to say who asks, and the application's check of it (OpenAPI 3.1, section 4.8.27).
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// Its name, by which rules of access call it.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// What a request has to bring.
    pub kind: SchemeKind,
    /// The check of what it brings.
    pub check: Function,
}

/// What a request has to bring.
#[derive(Debug, Clone, Copy)]
pub enum SchemeKind {
    /// A key.
    ApiKey(ApiKey),
    /// A user's name and password.
    Basic(Basic),
    /// A token.
    Bearer(Bearer),
    /// A token that an OAuth 2.0 server gives.
    OAuth2(OAuth2),
    /// A token that an OpenID Connect server gives.
    OpenIdConnect(OpenIdConnect),
}

/// A key in a header, the query or a cookie.
#[derive(Debug, Clone, Copy)]
pub struct ApiKey {
    /// Where it is.
    pub place: KeyPlace,
    /// The name that it has there.
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
    /// What sort of token it is, for readers; may be empty.
    pub format: &'static str,
}

/// A token of an OAuth 2.0 server (RFC 6749); a request brings it as [`Bearer`] tokens are brought.
#[derive(Debug, Clone, Copy)]
pub struct OAuth2 {
    /// How a client gets its token.
    pub flow: Flow,
    /// All scopes that there are, each with its description.
    pub scopes: &'static [(&'static str, &'static str)],
}

/// How a client gets a token (OpenAPI 3.1, section 4.8.28), with the URLs of the server that gives it.
#[derive(Debug, Clone, Copy)]
pub enum Flow {
    /// With a code, which the user's browser brings back (RFC 6749, section 4.1).
    AuthorizationCode {
        /// Where the browser is sent.
        authorize: &'static str,
        /// Where the code becomes a token.
        token: &'static str,
    },
    /// At once (section 4.2).
    Implicit {
        /// Where the browser is sent.
        authorize: &'static str,
    },
    /// With the user's password (section 4.3).
    Password {
        /// Where the password becomes a token.
        token: &'static str,
    },
    /// With the client's own credentials (section 4.4).
    ClientCredentials {
        /// Where they become a token.
        token: &'static str,
    },
}

/// A token of an OpenID Connect server; a request brings it as [`Bearer`] tokens are brought.
#[derive(Debug, Clone, Copy)]
pub struct OpenIdConnect {
    /// The server's description of itself.
    pub url: &'static str,
}

/// What in a request carries credentials: schemes that share it can't both be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// A header, a parameter or a cookie of this name.
    Key(KeyPlace, &'static str),
    /// `Authorization: Basic`.
    Basic,
    /// `Authorization: Bearer`.
    Bearer,
}

impl ApiKey {
    /// In the header of this name.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self {
            place: KeyPlace::Header,
            name,
        }
    }

    /// In the parameter of this name. It stands in addresses, which others may log: prefer a header.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self {
            place: KeyPlace::Query,
            name,
        }
    }

    /// In the cookie of this name. Browsers send it by themselves, for foreign pages too unless it is `SameSite`.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self {
            place: KeyPlace::Cookie,
            name,
        }
    }

    /// As one of all kinds.
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

    /// As one of all kinds.
    #[must_use]
    pub const fn kind(self) -> SchemeKind {
        SchemeKind::Basic(self)
    }
}

impl Bearer {
    /// A token of any sort.
    #[must_use]
    #[allow(
        clippy::new_without_default,
        reason = "the grammar has `Bearer::new()`, and nothing else would use a default"
    )]
    pub const fn new() -> Self {
        Self { format: "" }
    }

    /// A JSON Web Token (RFC 7519).
    #[must_use]
    pub const fn jwt() -> Self {
        Self { format: "JWT" }
    }

    /// As one of all kinds.
    #[must_use]
    pub const fn kind(self) -> SchemeKind {
        SchemeKind::Bearer(self)
    }
}

impl OAuth2 {
    const fn by(flow: Flow) -> Self {
        Self { flow, scopes: &[] }
    }

    /// With a code: the URLs where the browser is sent, and where the code becomes a token.
    #[must_use]
    pub const fn authorization_code(authorize: &'static str, token: &'static str) -> Self {
        Self::by(Flow::AuthorizationCode { authorize, token })
    }

    /// At once: the URL where the browser is sent.
    #[must_use]
    pub const fn implicit(authorize: &'static str) -> Self {
        Self::by(Flow::Implicit { authorize })
    }

    /// With the user's password: the URL where it becomes a token.
    #[must_use]
    pub const fn password(token: &'static str) -> Self {
        Self::by(Flow::Password { token })
    }

    /// With the client's own credentials: the URL where they become a token.
    #[must_use]
    pub const fn client_credentials(token: &'static str) -> Self {
        Self::by(Flow::ClientCredentials { token })
    }

    /// All scopes that there are, each with its description; rules of access may name no others.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [(&'static str, &'static str)]) -> Self {
        self.scopes = scopes;
        self
    }

    /// As one of all kinds.
    #[must_use]
    pub const fn kind(self) -> SchemeKind {
        SchemeKind::OAuth2(self)
    }
}

impl OpenIdConnect {
    /// The URL of the server's description: `https://id.example.com/.well-known/openid-configuration`.
    #[must_use]
    pub const fn url(url: &'static str) -> Self {
        Self { url }
    }

    /// As one of all kinds.
    #[must_use]
    pub const fn kind(self) -> SchemeKind {
        SchemeKind::OpenIdConnect(self)
    }
}

impl SchemeKind {
    /// What carries it.
    #[must_use]
    pub const fn carrier(&self) -> Carrier {
        match self {
            Self::ApiKey(key) => Carrier::Key(key.place, key.name),
            Self::Basic(_) => Carrier::Basic,
            Self::Bearer(_) | Self::OAuth2(_) | Self::OpenIdConnect(_) => Carrier::Bearer,
        }
    }
}

/// Who may use an operation.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Those whom the API's own rule lets; in an API without `security` everybody.
    Inherit,
    /// Everybody.
    Public,
    /// Whoever one of these lets.
    AnyOf(&'static [Alternative]),
}

/// Credentials of one scheme, and what they must allow.
#[derive(Debug, Clone, Copy)]
pub struct Alternative {
    /// The scheme's name.
    pub scheme: &'static str,
    /// The scopes that must all be granted.
    pub scopes: &'static [&'static str],
}

/// The rules of a resource as they are written: one for all operations, or one for each.
#[derive(Debug, Clone, Copy)]
pub enum Rules {
    /// The same for every operation.
    Same(Access),
    /// Each its own; those that aren't named inherit.
    Each(&'static [(OperationKind, Access)]),
}

impl Access {
    /// The rule that holds, where `default` is the API's own.
    #[must_use]
    pub const fn or(self, default: Self) -> Self {
        match self {
            Self::Inherit => default,
            Self::Public | Self::AnyOf(_) => self,
        }
    }
}

impl Rules {
    /// The rule of an operation.
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
    /// As the declaration writes it: `bearer[tasks:write] | api_key`; nothing for one that inherits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Inherit => Ok(()),
            Self::Public => f.pad("public"),
            Self::AnyOf(alternatives) => {
                for (at, Alternative { scheme, scopes }) in alternatives.iter().enumerate() {
                    write!(f, "{}{scheme}", if at > 0 { " | " } else { "" })?;
                    if !scopes.is_empty() {
                        write!(f, "[{}]", scopes.join(", "))?;
                    }
                }
                Ok(())
            }
        }
    }
}
