//! Whether a request may use an operation: the rule, the check of what the request brings, and the scopes.
//!
//! What isn't certain is closed: a rule that can't be resolved, a check that fails, panics or hangs lets nobody through. Where a rule has
//! alternatives, any one of them that is satisfied lets a request in, whatever else it brings.

use std::fmt;
use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;

use super::{Credentials, Ctx, Principal};
use crate::db::{Pending, TRIES};
use crate::error::{Error, chain};
use crate::meta::{Access, ApiKey, Carrier, Function, Info, KeyPlace, Scheme, SchemeKind};

/// A check of the application: whose credentials these are.
pub struct Check(pub for<'c> fn(&'c Ctx, Credentials) -> Pending<'c, Principal>);

impl Check {
    /// The check as metadata carries it.
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

/// Who may use one operation, resolved once when a filter is built.
#[derive(Debug)]
pub(crate) struct Guard {
    /// All schemes of the API.
    schemes: &'static [Scheme],
    door: Door,
}

#[derive(Debug)]
enum Door {
    /// Everybody may.
    Open,
    /// Whoever has the credentials of one of these may.
    Asks(Vec<Rule>),
    /// Nobody may, since the rule can't be resolved.
    Shut,
}

/// One alternative of a rule.
#[derive(Debug)]
struct Rule {
    scheme: &'static Scheme,
    check: &'static Check,
    scopes: &'static [&'static str],
}

/// Who is let through, and by what.
#[derive(Debug)]
pub(crate) struct Admitted {
    /// Who asks.
    pub(crate) principal: Principal,
    /// What carried the credentials.
    pub(crate) carrier: Carrier,
}

/// What a request brings: what carries it, and the credentials; `None` if they can't be read.
pub(crate) type Brought = (Carrier, Option<Credentials>);

/// Why a request isn't let through.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Denial {
    /// All credentials that it brings are nobody's: those that these carry.
    Unknown(Vec<Carrier>),
    /// Those that this carries are somebody's, but lack one of these scopes.
    Lacking(Carrier, &'static [&'static str]),
    /// The check says no.
    Forbidden,
    /// Nobody can tell now; the text is for the log.
    Failed(String),
    /// What the check needs can't be had now, which is in the log.
    Unavailable,
}

impl Denial {
    /// The one that counts of two, of which this came first: a check that failed might have let the request in; and who is known but
    /// may not needn't try other credentials at random.
    fn and(self, later: Self) -> Self {
        match (self, later) {
            (Self::Unknown(mut all), Self::Unknown(more)) => {
                let new = more
                    .into_iter()
                    .filter(|carrier| !all.contains(carrier))
                    .collect::<Vec<_>>();
                all.extend(new);
                Self::Unknown(all)
            }
            (Self::Unknown(_), later)
            | (Self::Lacking(..) | Self::Forbidden, later @ (Self::Failed(_) | Self::Unavailable)) => later,
            (first, _) => first,
        }
    }
}

impl Guard {
    /// The guard of an operation of the API that says `info` of itself; `None` where there is nothing to guard.
    ///
    /// Without an API there are no schemes: only what is public is let through then.
    pub(crate) fn of(info: Option<&'static Info>, access: Access) -> Option<Self> {
        let schemes = info.map_or(&[][..], |info| info.security);
        let default = match info {
            Some(info) if schemes.is_empty() => info.access.or(Access::Public),
            Some(info) => info.access,
            None => Access::Inherit,
        };
        let door = match access.or(default) {
            Access::Public => Door::Open,
            Access::Inherit => Door::Shut,
            Access::AnyOf(alternatives) => {
                let rules = alternatives.iter().map(|alternative| {
                    let scheme = schemes.iter().find(|scheme| scheme.name == alternative.scheme)?;
                    Some(Rule {
                        scheme,
                        check: scheme.check.get()?,
                        scopes: alternative.scopes,
                    })
                });
                rules.collect::<Option<_>>().map_or(Door::Shut, Door::Asks)
            }
        };
        let guard = Self { schemes, door };
        // A key in the query is no parameter of the operation, even where nobody asks for it.
        let idle = matches!(guard.door, Door::Open) && guard.query_keys().next().is_none();
        (!idle).then_some(guard)
    }

    /// Whether everybody may.
    pub(crate) const fn is_open(&self) -> bool {
        matches!(self.door, Door::Open)
    }

    /// Whether nobody may.
    pub(crate) const fn is_shut(&self) -> bool {
        matches!(self.door, Door::Shut)
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

    /// What may carry credentials for the operation, each once, in the order of the rule.
    pub(crate) fn carriers(&self) -> Vec<Carrier> {
        let mut carriers = Vec::new();
        for rule in self.rules() {
            let carrier = rule.scheme.kind.carrier();
            if !carriers.contains(&carrier) {
                carriers.push(carrier);
            }
        }
        carriers
    }

    fn rules(&self) -> &[Rule] {
        match &self.door {
            Door::Open | Door::Shut => &[],
            Door::Asks(rules) => rules,
        }
    }

    /// Lets a request through that satisfies one of the alternatives: the first, in the order of the rule, says who asks. Credentials
    /// beside it may be bad, and their checks may fail.
    pub(crate) async fn admit(&self, ctx: &Ctx, brought: &[Brought]) -> Result<Admitted, Denial> {
        let mut denial = Denial::Unknown(Vec::new());
        for rule in self.rules() {
            let carrier = rule.scheme.kind.carrier();
            let Some((_, credentials)) = brought.iter().find(|(brought, _)| *brought == carrier) else {
                continue;
            };
            let answer = match credentials {
                Some(credentials) => rule.run(ctx, credentials).await,
                None => Err(Denial::Unknown(vec![carrier])),
            };
            match answer {
                Ok(principal) => {
                    if let Denial::Failed(cause) = denial {
                        let request_id = ctx.request_id();
                        tracing::warn!(
                            request_id,
                            cause,
                            "a credential check failed; the request was admitted by other credentials"
                        );
                    }
                    return Ok(Admitted { principal, carrier });
                }
                Err(refusal) => denial = denial.and(refusal),
            }
        }
        Err(denial)
    }

    /// Whether the rule lets in somebody whom a check has found out already.
    pub(crate) fn lets(&self, principal: Option<&Principal>) -> bool {
        match &self.door {
            Door::Open => true,
            Door::Shut => false,
            Door::Asks(rules) => {
                principal.is_some_and(|principal| rules.iter().any(|rule| rule.is_satisfied_by(principal)))
            }
        }
    }
}

impl Rule {
    async fn run(&self, ctx: &Ctx, credentials: &Credentials) -> Result<Principal, Denial> {
        let limit = ctx.context().settings.check_timeout;
        // The function itself may panic as well as its future.
        let check = async {
            // Who it is can be asked again where the database's answer was lost to a change of tables.
            for _ in 1..TRIES {
                match (self.check.0)(ctx, credentials.clone()).await {
                    Err(error) if ctx.context().database.may_run_again(&error) => {}
                    ended => return ended,
                }
            }
            (self.check.0)(ctx, credentials.clone()).await
        };
        let answer = tokio::time::timeout(limit, AssertUnwindSafe(check).catch_unwind()).await;
        let name = self.scheme.name;
        let principal = match answer {
            Ok(Ok(Ok(principal))) => principal.of_scheme(name),
            Ok(Ok(Err(Error::Unauthorized))) => return Err(Denial::Unknown(vec![self.scheme.kind.carrier()])),
            Ok(Ok(Err(Error::Forbidden))) => return Err(Denial::Forbidden),
            Ok(Ok(Err(Error::Unavailable(cause)))) => {
                let said = credentials.redact(chain(cause.as_ref()));
                let said = format!("the check of `{name}` failed: {said}");
                ctx.context().log_unavailable(&cause, &said, ctx.request_id());
                return Err(Denial::Unavailable);
            }
            Ok(Ok(Err(error))) => {
                let cause = credentials.redact(chain(&error));
                return Err(Denial::Failed(format!("the check of `{name}` failed: {cause}")));
            }
            Ok(Err(_)) => return Err(Denial::Failed(format!("the check of `{name}` panicked"))),
            Err(_) => {
                let limit = limit.as_secs_f64();
                return Err(Denial::Failed(format!("the check of `{name}` took over {limit} s")));
            }
        };
        if self.is_satisfied_by(&principal) {
            Ok(principal)
        } else {
            Err(Denial::Lacking(self.scheme.kind.carrier(), self.scopes))
        }
    }

    /// Whether somebody was found out by its scheme, and has all its scopes.
    fn is_satisfied_by(&self, principal: &Principal) -> bool {
        principal.is_of_scheme(self.scheme.name) && self.scopes.iter().all(|scope| principal.has_scope(scope))
    }
}
