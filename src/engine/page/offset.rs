//! Links between pages of `limit` and `offset`.

use super::link;

/// A page: how many rows at most, how many before it.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Page {
    pub(in crate::engine) limit: u64,
    pub(in crate::engine) offset: u64,
}

impl Page {
    /// The links to other pages, where there are any, in the order first, prev, next, last.
    ///
    /// If less than a page precedes this one, `first` and `prev` shrink to it, so that they don't overlap this page. `cut` is the number
    /// of rows of a page that ends before `limit` because of its size in bytes. No link skips more than `most` rows.
    pub(in crate::engine) fn links(
        self,
        query: &str,
        total: u64,
        cut: Option<u64>,
        most: u64,
    ) -> Vec<(&'static str, String)> {
        let Self { limit, offset } = self;
        let mut links = Vec::new();
        let mut add = |relation, limit: u64, offset: u64| {
            let replacements = [("limit", limit.to_string()), ("offset", offset.to_string())];
            links.push((relation, link::with(query, &replacements)));
        };
        if offset > 0 {
            let before = limit.min(offset);
            add("first", before, 0);
            add("prev", before, offset - before);
        }
        let next = offset.saturating_add(cut.unwrap_or(limit));
        if next < total && next <= most {
            add("next", limit, next);
            let last = next + (total - next - 1) / limit * limit;
            if last <= most {
                add("last", limit, last);
            }
        }
        links
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[track_caller]
    fn case(limit: u64, offset: u64, total: u64, expected: &str) {
        links((limit, offset, total), None, u64::MAX, expected);
    }

    #[track_caller]
    fn links((limit, offset, total): (u64, u64, u64), cut: Option<u64>, most: u64, expected: &str) {
        let links = Page { limit, offset }.links("", total, cut, most);
        let text: Vec<String> = links
            .iter()
            .map(|(relation, query)| format!("{relation} {}", query.replace("limit=", "").replace("&offset=", "@")))
            .collect();
        assert_eq!(text.join(", "), expected, "limit={limit}&offset={offset} of {total}");
    }

    #[test]
    fn the_page_after_one_that_is_cut_begins_after_its_last_row() {
        links((4, 0, 9), Some(3), u64::MAX, "next 4@3, last 4@7");
        links((4, 3, 9), Some(1), u64::MAX, "first 3@0, prev 3@0, next 4@4, last 4@8");
        links((4, 7, 9), Some(1), u64::MAX, "first 4@0, prev 4@3, next 4@8, last 4@8");
    }

    #[test]
    fn no_link_skips_too_many_rows() {
        links((2, 0, 9), None, 2, "next 2@2");
        links((2, 2, 9), None, 2, "first 2@0, prev 2@0");
        links((2, 2, 9), None, 8, "first 2@0, prev 2@0, next 2@4, last 2@8");
    }

    #[test]
    fn links_where_there_are_pages() {
        case(2, 0, 0, "");
        case(2, 0, 2, "");
        case(2, 0, 3, "next 2@2, last 2@2");
        case(2, 0, 6, "next 2@2, last 2@4");
        case(2, 2, 6, "first 2@0, prev 2@0, next 2@4, last 2@4");
        case(2, 1, 6, "first 1@0, prev 1@0, next 2@3, last 2@5");
        case(2, 3, 4, "first 2@0, prev 2@1");
        case(10, 95, 97, "first 10@0, prev 10@85");
        case(2, 9, 3, "first 2@0, prev 2@7");
        case(100, i64::MAX as u64, 3, "first 100@0, prev 100@9223372036854775707");
    }
}
