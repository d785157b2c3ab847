//! Access control of operations: the rule, the check of the request's credentials, and the scopes.
//!
//! It fails closed: a rule that can't be resolved, and a check that fails, panics or hangs, deny access. If a rule has alternatives, a
//! request that satisfies one of them is admitted, whatever else it brings.

use std::fmt;
use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;

use super::{Credentials, Ctx, Principal, log_unavailable};
use crate::db::Pending;
use crate::error::{Error, chain};
use crate::meta::{
    Access, Alternative, ApiKey, Bearer, CredentialSource, Function, Info, KeyPlace, Resource, Scheme, SchemeKind,
};

/// A check of the application: finds the principal of credentials.
pub struct Check(pub for<'c> fn(&'c Ctx, Credentials) -> Pending<'c, Principal>);

impl Check {
    /// The check as it is stored in metadata.
    #[must_use]
    pub const fn function(&'static self) -> Function {
        Function::of(self)
    }
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Check")
    }
}

/// A function that can be a check.
#[diagnostic::on_unimplemented(
    message = "this can't check credentials",
    label = "write it as `async fn check(ctx: &Ctx, credentials: Credentials) -> Result<Principal, Error>`"
)]
pub trait Checks<'c> {
    /// Calls it.
    fn check(self, ctx: &'c Ctx, credentials: Credentials) -> Pending<'c, Principal>;
}

impl<'c, F, R> Checks<'c> for F
where
    F: FnOnce(&'c Ctx, Credentials) -> R,
    R: Future<Output = Result<Principal, Error>> + Send + 'c,
{
    fn check(self, ctx: &'c Ctx, credentials: Credentials) -> Pending<'c, Principal> {
        Box::pin(self(ctx, credentials))
    }
}

/// Calls a check; the macro names the user's function here.
pub fn checked<'c>(check: impl Checks<'c>, ctx: &'c Ctx, credentials: Credentials) -> Pending<'c, Principal> {
    check.check(ctx, credentials)
}

/// The access rule of one operation, resolved once when a filter is built.
#[derive(Debug)]
pub(crate) struct Guard {
    /// All schemes of the API.
    schemes: &'static [Scheme],
    policy: AccessPolicy,
}

#[derive(Debug)]
enum AccessPolicy {
    /// Every request is admitted.
    Public,
    /// A request that satisfies one of these is admitted.
    AnyOf(Vec<Rule>),
    /// A request without credentials is admitted, and one that satisfies one of these.
    Optional(Vec<Rule>),
    /// No request is admitted, since the rule can't be resolved.
    Unresolved,
}

/// One alternative of a rule.
#[derive(Debug)]
struct Rule {
    scheme: &'static Scheme,
    check: &'static Check,
    scopes: &'static [&'static str],
}

/// The principal of a request that is admitted, and the source of the credentials.
#[derive(Debug)]
pub(crate) struct Admitted {
    /// Who sends it.
    pub(crate) principal: Principal,
    /// The source of the credentials.
    pub(crate) source: CredentialSource,
}

/// Credentials of a request, and the part of it that they come from; `None` if they can't be read.
pub(crate) type PresentedCredentials = (CredentialSource, Option<Credentials>);

/// Why a request isn't admitted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Denial {
    /// It has no valid credentials; these sources have invalid ones.
    BadCredentials(Vec<CredentialSource>),
    /// The credentials in this part of the request are valid, but lack one of these scopes.
    MissingScope(CredentialSource, &'static [&'static str]),
    /// The check refuses the principal.
    Forbidden,
    /// The check failed; the text is for the log.
    CheckFailed(String),
    /// What the check needs is unavailable, which is in the log already.
    Unavailable,
}

impl Denial {
    /// The one of two that is answered; this came first. A check that failed might have admitted the request, so it wins. A principal
    /// without access gets that reply, not the one for invalid credentials.
    fn or_worse(self, later: Self) -> Self {
        match (self, later) {
            (Self::BadCredentials(mut all), Self::BadCredentials(more)) => {
                let new = more
                    .into_iter()
                    .filter(|source| !all.contains(source))
                    .collect::<Vec<_>>();
                all.extend(new);
                Self::BadCredentials(all)
            }
            (Self::BadCredentials(_), later)
            | (Self::MissingScope(..) | Self::Forbidden, later @ (Self::CheckFailed(_) | Self::Unavailable)) => later,
            (first, _) => first,
        }
    }
}

impl Guard {
    /// The guard of an operation of the API with this `info`; `None` if there is nothing to guard.
    ///
    /// Without an API there are no schemes: only public operations admit requests then.
    pub(crate) fn of(info: Option<&'static Info>, access: Access) -> Option<Self> {
        let schemes = info.map_or(&[][..], |info| info.security);
        let default = info.map_or(Access::Inherit, Info::default_access);
        let resolved = |alternatives: &'static [Alternative]| {
            let rules = alternatives.iter().map(|alternative| {
                let scheme = schemes.iter().find(|scheme| scheme.name == alternative.scheme)?;
                Some(Rule {
                    scheme,
                    check: scheme.check.get()?,
                    scopes: alternative.scopes,
                })
            });
            rules.collect::<Option<_>>()
        };
        let policy = match access.or(default) {
            Access::Public => Some(AccessPolicy::Public),
            Access::Inherit => None,
            Access::AnyOf(alternatives) => resolved(alternatives).map(AccessPolicy::AnyOf),
            Access::Optional(alternatives) => resolved(alternatives).map(AccessPolicy::Optional),
        };
        let policy = policy.unwrap_or(AccessPolicy::Unresolved);
        let guard = Self { schemes, policy };
        // A key in the query is no parameter of the operation, even if the operation is public.
        let idle = matches!(guard.policy, AccessPolicy::Public) && guard.query_keys().next().is_none();
        (!idle).then_some(guard)
    }

    /// Whether it admits every request, whatever credentials it has.
    pub(crate) const fn is_public(&self) -> bool {
        matches!(self.policy, AccessPolicy::Public)
    }

    /// Whether it admits requests without credentials.
    pub(crate) const fn admits_anybody(&self) -> bool {
        matches!(self.policy, AccessPolicy::Public | AccessPolicy::Optional(_))
    }

    /// Whether it admits no request, since the rule can't be resolved.
    pub(crate) const fn is_unresolved(&self) -> bool {
        matches!(self.policy, AccessPolicy::Unresolved)
    }

    /// The names of the parameters that are keys.
    pub(crate) fn query_keys(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.schemes.iter().filter_map(|scheme| match scheme.kind {
            SchemeKind::ApiKey(ApiKey {
                place: KeyPlace::Query,
                name,
            }) => Some(name),
            _ => None,
        })
    }

    /// Whether tokens of the API, or of RFC 6750, are sent with this prefix.
    pub(crate) fn has_prefix(&self, prefix: &str) -> bool {
        let declared = self.schemes.iter().map(|scheme| scheme.kind.source());
        let standard = Bearer::new().kind().source();
        declared.chain([standard]).any(|source| match source {
            CredentialSource::Bearer(known) => known.eq_ignore_ascii_case(prefix),
            CredentialSource::Basic | CredentialSource::Key(..) => false,
        })
    }

    /// The parts of a request that may hold credentials for the operation, each once, in the order of the rule.
    pub(crate) fn sources(&self) -> Vec<CredentialSource> {
        let mut sources = Vec::new();
        for rule in self.rules() {
            let source = rule.scheme.kind.source();
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }

    fn rules(&self) -> &[Rule] {
        match &self.policy {
            AccessPolicy::Public | AccessPolicy::Unresolved => &[],
            AccessPolicy::AnyOf(rules) | AccessPolicy::Optional(rules) => rules,
        }
    }

    /// Admits a request that satisfies one of the alternatives. The first one, in the order of the rule, gives the principal. Other
    /// credentials may be bad, and their checks may fail.
    pub(crate) async fn admit(&self, ctx: &Ctx, presented: &[PresentedCredentials]) -> Result<Admitted, Denial> {
        let mut denial = Denial::BadCredentials(Vec::new());
        for rule in self.rules() {
            let source = rule.scheme.kind.source();
            let Some((_, credentials)) = presented.iter().find(|(found, _)| *found == source) else {
                continue;
            };
            let answer = match credentials {
                Some(credentials) => rule.run(ctx, credentials).await,
                None => Err(Denial::BadCredentials(vec![source])),
            };
            match answer {
                Ok(principal) => {
                    if let Denial::CheckFailed(cause) = denial {
                        let request_id = ctx.request_id();
                        tracing::warn!(
                            request_id,
                            cause,
                            "a credential check failed; the request was admitted by other credentials"
                        );
                    }
                    return Ok(Admitted { principal, source });
                }
                Err(refusal) => denial = denial.or_worse(refusal),
            }
        }
        Err(denial)
    }
}

/// Whether a client may see rows of a resource: the rules of the operations that show rows admit it. Without operations it is the resource's own rule,
/// and where there is none that of the API.
pub(crate) fn may_see_rows(resource: &Resource, default: Access, principal: Option<&Principal>) -> bool {
    let admits = |access: Access| admits(access.or(default), principal);
    let mut operations = resource.operations.iter();
    if resource.operations.is_empty() {
        admits(resource.access)
    } else {
        operations.all(|operation| !resource.shows_rows(operation.kind) || admits(operation.access))
    }
}

/// Whether a rule admits a principal that a check has found already, or a request without one. A rule that can't be resolved admits nobody.
pub(in crate::engine) fn admits(access: Access, principal: Option<&Principal>) -> bool {
    match access {
        Access::Public | Access::Optional(_) => true,
        Access::Inherit => false,
        Access::AnyOf(alternatives) => principal.is_some_and(|principal| {
            let mut alternatives = alternatives.iter();
            alternatives.any(|alternative| principal.satisfies(alternative.scheme, alternative.scopes))
        }),
    }
}

impl Rule {
    async fn run(&self, ctx: &Ctx, credentials: &Credentials) -> Result<Principal, Denial> {
        let limit = ctx.services().settings.check_timeout;
        // The function itself may panic as well as its future.
        // A check can run again if its statement failed because a table was altered.
        let check = ctx
            .services()
            .database
            .retry(|| (self.check.0)(ctx, credentials.clone()));
        let answer = tokio::time::timeout(limit, AssertUnwindSafe(check).catch_unwind()).await;
        let name = self.scheme.name;
        let principal = match answer {
            Ok(Ok(Ok(principal))) => principal.of_scheme(name),
            Ok(Ok(Err(Error::Unauthorized))) => return Err(Denial::BadCredentials(vec![self.scheme.kind.source()])),
            Ok(Ok(Err(Error::Forbidden))) => return Err(Denial::Forbidden),
            Ok(Ok(Err(Error::Unavailable(cause)))) => {
                let message = credentials.redact(chain(cause.as_ref()));
                let message = format!("the check of `{name}` failed: {message}");
                log_unavailable(ctx, &cause, &message);
                return Err(Denial::Unavailable);
            }
            Ok(Ok(Err(error))) => {
                let cause = credentials.redact(chain(&error));
                return Err(Denial::CheckFailed(format!("the check of `{name}` failed: {cause}")));
            }
            Ok(Err(_)) => return Err(Denial::CheckFailed(format!("the check of `{name}` panicked"))),
            Err(_) => {
                let limit = limit.as_secs_f64();
                return Err(Denial::CheckFailed(format!(
                    "the check of `{name}` took over {limit} s"
                )));
            }
        };
        if principal.satisfies(name, self.scopes) {
            Ok(principal)
        } else {
            Err(Denial::MissingScope(self.scheme.kind.source(), self.scopes))
        }
    }
}
