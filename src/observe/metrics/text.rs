//! The text formats of metrics: that of Prometheus, version 0.0.4
//! (<https://prometheus.io/docs/instrumenting/exposition_formats/>), and OpenMetrics 1.0.0
//! (<https://prometheus.io/docs/specs/om/open_metrics_spec/>).

use std::fmt::{Display, Write as _};

use super::definition::{Definition, Type};
use super::value::{BOUNDS, Times};

/// A text format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Prometheus,
    OpenMetrics,
}

impl Format {
    /// The format that an `Accept` header asks for. A scraper that takes both prefers OpenMetrics, whatever the weights.
    pub(super) fn of(accept: Option<&str>) -> Self {
        let accept = accept.unwrap_or_default().to_ascii_lowercase();
        let mut ranges = accept.split(',').map(|range| range.split(';').map(str::trim));
        let is_taken = ranges.any(|mut parts| {
            let is_type = parts.next() == Some("application/openmetrics-text");
            is_type && parts.all(|parameter| !parameter.trim_start_matches("q=0").trim_matches(['.', '0']).is_empty())
        });
        if is_taken { Self::OpenMetrics } else { Self::Prometheus }
    }

    /// Its media type.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }
}

/// Writes metrics, each with its samples.
pub(super) struct Text {
    format: Format,
    out: String,
    /// The metric whose samples follow.
    current: Option<&'static Definition>,
}

impl Text {
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            out: String::with_capacity(16 * 1024),
            current: None,
        }
    }

    /// Begins a metric.
    pub(super) fn begin(&mut self, definition: &'static Definition) {
        // In OpenMetrics the suffix belongs to the sample.
        let name = match self.format {
            Format::OpenMetrics => definition.name.trim_end_matches("_total"),
            Format::Prometheus => definition.name,
        };
        let (word, help) = (definition.r#type.word(), definition.help);
        // Writing to a String can't fail.
        let _ = writeln!(self.out, "# HELP {name} {help}\n# TYPE {name} {word}");
        self.current = Some(definition);
    }

    /// Writes a metric without labels.
    pub(super) fn single(&mut self, definition: &'static Definition, value: impl Display) {
        self.begin(definition);
        self.sample(&[], value);
    }

    /// Writes a sample of the current metric; its labels have these values.
    pub(super) fn sample(&mut self, labels: &[&str], value: impl Display) {
        self.line("", labels, None, value);
    }

    /// Writes the samples of a histogram.
    pub(super) fn times(&mut self, labels: &[&str], times: &Times) {
        debug_assert!(
            self.current
                .is_some_and(|definition| definition.r#type == Type::Histogram)
        );
        let mut below = 0;
        for (bound, count) in BOUNDS.iter().zip(times.buckets) {
            below += count;
            self.line("_bucket", labels, Some(&format!("{bound:?}")), below);
        }
        self.line("_bucket", labels, Some("+Inf"), times.count());
        self.line("_sum", labels, None, times.nanos as f64 / 1e9);
        self.line("_count", labels, None, times.count());
    }

    fn line(&mut self, suffix: &str, values: &[&str], bound: Option<&str>, value: impl Display) {
        let Some(definition) = self.current else { return };
        self.out.push_str(definition.name);
        self.out.push_str(suffix);
        let labels = definition.labels.iter().copied().zip(values.iter().copied());
        for (at, (name, text)) in labels.chain(bound.map(|bound| ("le", bound))).enumerate() {
            self.out.push(if at == 0 { '{' } else { ',' });
            self.out.push_str(name);
            self.out.push_str("=\"");
            for c in text.chars() {
                match c {
                    '\\' => self.out.push_str("\\\\"),
                    '"' => self.out.push_str("\\\""),
                    '\n' => self.out.push_str("\\n"),
                    c => self.out.push(c),
                }
            }
            self.out.push('"');
        }
        if !values.is_empty() || bound.is_some() {
            self.out.push('}');
        }
        let _ = writeln!(self.out, " {value}");
    }

    /// Ends the text.
    pub(super) fn end(mut self) -> String {
        if self.format == Format::OpenMetrics {
            self.out.push_str("# EOF\n");
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::super::definition::{REQUEST_TIME, REQUESTS};
    use super::*;

    #[test]
    fn openmetrics_is_sent_to_those_who_ask_for_it() {
        for (accept, expected) in [
            (None, Format::Prometheus),
            (Some("*/*"), Format::Prometheus),
            (Some("text/plain;version=0.0.4"), Format::Prometheus),
            (
                Some("application/openmetrics-text;version=1.0.0,text/plain;q=0.5,*/*;q=0.1"),
                Format::OpenMetrics,
            ),
            (
                Some("text/plain, Application/OpenMetrics-Text; q=0.7"),
                Format::OpenMetrics,
            ),
            (Some("application/openmetrics-text;q=0"), Format::Prometheus),
            (Some("application/openmetrics-text;q=0.0"), Format::Prometheus),
            (Some("application/openmetrics-textual"), Format::Prometheus),
        ] {
            assert_eq!(Format::of(accept), expected, "{accept:?}");
        }
    }

    #[test]
    fn samples_are_lines_with_escaped_labels() {
        for (format, name, end) in [
            (Format::Prometheus, "http_requests_total", ""),
            (Format::OpenMetrics, "http_requests", "# EOF\n"),
        ] {
            let mut text = Text::new(format);
            text.begin(REQUESTS);
            text.sample(&["GET", "/a\"b\\c\nd", "200"], 7);
            let help = REQUESTS.help;
            let expected = format!(
                "# HELP {name} {help}\n# TYPE {name} counter\nhttp_requests_total{{method=\"GET\",route=\"/a\\\"b\\\\c\\nd\",status=\"200\"}} 7\n{end}"
            );
            assert_eq!(text.end(), expected);
        }
    }

    #[test]
    fn buckets_are_cumulative() {
        let mut times = Times::default();
        times.buckets[0] = 2;
        times.buckets[BOUNDS.len()] = 3;
        times.nanos = 1_500_000_000;
        let mut text = Text::new(Format::Prometheus);
        text.begin(REQUEST_TIME);
        text.times(&["GET", "/"], &times);
        let text = text.end();
        for line in [
            "_bucket{method=\"GET\",route=\"/\",le=\"0.0005\"} 2",
            "_bucket{method=\"GET\",route=\"/\",le=\"10.0\"} 2",
            "_bucket{method=\"GET\",route=\"/\",le=\"+Inf\"} 5",
            "_sum{method=\"GET\",route=\"/\"} 1.5",
            "_count{method=\"GET\",route=\"/\"} 5",
        ] {
            let line = format!("http_request_duration_seconds{line}\n");
            assert!(text.contains(&line), "{line}{text}");
        }
    }
}
