//! The route of a request, as the log and metrics name it.

/// One path of an API, its template, which all requests for it share.
#[derive(Debug)]
pub(crate) struct Route {
    template: Box<str>,
}

impl Route {
    /// The route of requests for paths that aren't the API's.
    pub(crate) const OTHER: &str = "other";

    /// A route by its template, such as `/v1/tasks/{id}`.
    pub(crate) fn new(template: impl Into<Box<str>>) -> Self {
        Self {
            template: template.into(),
        }
    }

    /// Its template.
    pub(crate) fn template(&self) -> &str {
        &self.template
    }
}
