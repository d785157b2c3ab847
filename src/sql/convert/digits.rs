//! Numbers as texts of digits, in SQLite's SQL: it computes with 64 bits, and decimals have more digits.

use super::GREATEST_DECIMAL;

/// Names the steps of a long expression: `(WITH s0 AS (SELECT {a} AS a), s1 AS (SELECT *, {b} AS b FROM s0) SELECT {result} FROM s1)`.
pub(super) fn with(steps: &[(&str, String)], result: &str) -> String {
    let mut named = Vec::new();
    for (at, (name, expression)) in steps.iter().enumerate() {
        named.push(match at.checked_sub(1) {
            None => format!("s0 AS (SELECT {expression} AS {name})"),
            Some(before) => format!("s{at} AS (SELECT *, {expression} AS {name} FROM s{before})"),
        });
    }
    format!(
        "(WITH {} SELECT {result} FROM s{})",
        named.join(", "),
        named.len().saturating_sub(1)
    )
}

pub(super) fn step(name: &'static str, expression: impl Into<String>) -> (&'static str, String) {
    (name, expression.into())
}

/// The parts of a text `t` that may be a number: `k`, where its exponent begins, `b` before it, `y` its digits, `a` without the sign.
fn parts(text: &str) -> [(&'static str, String); 5] {
    [
        step("t", text),
        step("k", "instr(lower(t), 'e')"),
        step("b", "CASE k WHEN 0 THEN t ELSE substr(t, 1, k - 1) END"),
        step(
            "y",
            "CASE k WHEN 0 THEN '0' ELSE iif(substr(t, k + 1) GLOB '[+-]*', substr(t, k + 2), substr(t, k + 1)) END",
        ),
        step("a", "iif(b GLOB '[+-]*', substr(b, 2), b)"),
    ]
}

/// Whether the [parts] are those of a number.
const IS_NUMBER: &str = "(a GLOB '*[0-9]*' AND a NOT GLOB '*[^0-9.]*' AND a NOT GLOB '*.*.*' \
     AND length(y) BETWEEN 1 AND 3 AND y NOT GLOB '*[^0-9]*')";

/// Whether `a`, a text without its sign, is what [`plain`] makes of a number.
const IS_PLAIN: &str =
    "(a GLOB '[0-9]*' AND a NOT GLOB '*[^0-9.]*' AND a NOT GLOB '*.*.*' AND a NOT GLOB '*.' AND a NOT GLOB '0[0-9]*')";

/// A text as a float; one that is no number, or is too small for one, stays a text.
pub(super) fn float(text: &str) -> String {
    with(
        &parts(text),
        &format!(
            "CASE WHEN {IS_NUMBER} AND (CAST(t AS REAL) <> 0 OR a NOT GLOB '*[1-9]*') THEN CAST(t AS REAL) ELSE t END"
        ),
    )
}

/// A number without exponent, and without zeros and signs that say nothing; what is no number stays as it is.
pub(super) fn plain(text: &str) -> String {
    let zeros = |count: &str| format!("substr(hex(zeroblob({count})), 1, {count})");
    let mut steps = Vec::from(parts(text));
    steps.extend([
        step("x", "CASE k WHEN 0 THEN 0 ELSE CAST(substr(t, k + 1) AS INTEGER) END"),
        step("p", "instr(a, '.')"),
        step("m", "replace(a, '.', '')"),
        // Where the point is, counted in digits.
        step("q", "CASE p WHEN 0 THEN length(a) ELSE p - 1 END + x"),
        step("n", IS_NUMBER),
        step(
            "w",
            format!(
                "CASE WHEN NOT n OR q <= 0 THEN '' WHEN q > length(m) THEN m || {} ELSE substr(m, 1, q) END",
                zeros("(q - length(m))")
            ),
        ),
        step(
            "f",
            format!(
                "CASE WHEN NOT n OR q >= length(m) THEN '' WHEN q < 0 THEN {} || m ELSE substr(m, q + 1) END",
                zeros("(-q)")
            ),
        ),
    ]);
    with(
        &steps,
        "CASE WHEN NOT n THEN t ELSE iif(b GLOB '-*' AND m GLOB '*[1-9]*', '-', '') || \
         coalesce(nullif(ltrim(w, '0'), ''), '0') || iif(f = '', '', '.' || f) END",
    )
}

/// A plain number with so many digits after the point; the last is rounded, halves away from zero, as `numeric` does. Another text, or one of
/// too many digits, stays as it is.
pub(super) fn scaled(text: &str, scale: u8) -> String {
    // Two integers of 18 digits.
    let (whole, zeros) = (36 - u16::from(scale), "0".repeat(usize::from(scale)));
    let fraction = match scale {
        0 => String::new(),
        _ => format!(" || '.' || substr(r, {})", whole + 1),
    };
    with(
        &[
            step("t", text),
            step("a", "iif(t GLOB '-*', substr(t, 2), t)"),
            step("p", "instr(a, '.')"),
            step("w", "CASE p WHEN 0 THEN a ELSE substr(a, 1, p - 1) END"),
            step("f", "CASE p WHEN 0 THEN '' ELSE substr(a, p + 1) END"),
            step("d", format!("ltrim(w || substr(f || '{zeros}', 1, {scale}), '0')")),
            step("z", format!("substr('{}' || d, -36)", "0".repeat(36))),
            step(
                "l",
                format!("CAST(substr(z, 19) AS INTEGER) + (substr(f, {scale} + 1, 1) >= '5')"),
            ),
            step("h", "CAST(substr(z, 1, 18) AS INTEGER) + (l = 1000000000000000000)"),
            step("r", "printf('%018d%018d', h, l % 1000000000000000000)"),
        ],
        &format!(
            "CASE WHEN NOT {IS_PLAIN} OR length(d) > 35 THEN t \
             ELSE iif(t GLOB '-*' AND r GLOB '*[1-9]*', '-', '') || \
             coalesce(nullif(ltrim(substr(r, 1, {whole}), '0'), ''), '0'){fraction} END"
        ),
    )
}

/// A text of digits as an integer; one that is none, or is too great for one, stays as it is.
pub(super) fn integer(text: &str) -> String {
    with(
        &[
            step("t", text),
            step("d", "ltrim(iif(t GLOB '[+-]*', substr(t, 2), t), '0')"),
        ],
        "CASE WHEN t GLOB '*[0-9]' AND d NOT GLOB '*[^0-9]*' AND (length(d) < 19 OR length(d) = 19 \
         AND d <= iif(t GLOB '-*', '9223372036854775808', '9223372036854775807')) THEN CAST(t AS INTEGER) ELSE t END",
    )
}

/// Whether a text is a plain number that `Decimal` holds, with digits as declared.
pub(super) fn is_decimal(v: &str, precision: Option<(u8, u8)>) -> String {
    let mut conditions = vec![
        IS_PLAIN.to_owned(),
        format!("(length(d) < 29 OR length(d) = 29 AND d <= '{GREATEST_DECIMAL}')"),
    ];
    conditions.push(match precision {
        Some((all, after)) => format!("f = {after} AND length(d) <= {all}"),
        None => "f <= 28".to_owned(),
    });
    let condition = conditions.join(" AND ");
    with(
        &[
            step("a", format!("iif({v} GLOB '-*', substr({v}, 2), {v})")),
            step("d", "ltrim(replace(a, '.', ''), '0')"),
            step("f", "length(a) - iif(instr(a, '.'), instr(a, '.'), length(a))"),
        ],
        &format!("typeof({v}) = 'text' AND {condition}"),
    )
}

/// A float as a text of the fewest digits that give it back, in PostgreSQL's words; one of single precision has fewer. One that is very great or
/// small in double precision is rounded to 15 digits.
pub(super) fn shortest(c: &str, single: bool) -> String {
    let (most, plain_to) = if single { (8, 5) } else { (16, 14) };
    let text = |digits: u8| format!("printf('%!.{digits}e', c)");
    let gives_back = |digits: u8| match single {
        false => format!("CAST({} AS REAL) = c", text(digits)),
        // Nearer than half of the distance to the next float, which is half of that below a power of two.
        true => format!(
            "abs(CAST({0} AS REAL) - c) < u / iif(abs(CAST({0} AS REAL)) < abs(c) AND abs(c) = u * 16777216, 2, 1)",
            text(digits)
        ),
    };
    let whens: String = (0..most)
        .map(|digits| format!("WHEN {} THEN {} ", gives_back(digits), text(digits)))
        .collect();
    let exact = match single {
        true => c.to_owned(),
        // SQLite reads and writes greater and smaller ones exactly to 15 digits only.
        false => format!(
            "CASE WHEN {c} = 0 OR abs({c}) BETWEEN 1e-22 AND 1e22 THEN {c} ELSE CAST(printf('%!.14e', {c}) AS REAL) END"
        ),
    };
    let mut steps = vec![step("c", exact)];
    if single {
        // Half of the distance to the next float: 2^-24 of the power of two that is not greater, and 2^-150 at least.
        steps.push(step(
            "u",
            "CASE c WHEN 0 THEN 0 ELSE max(7.006492321624085e-46, 5.9604644775390625e-8 * \
             (WITH RECURSIVE p(x) AS (SELECT 1.0 UNION ALL SELECT iif(x > abs(c), x / 2, x * 2) FROM p WHERE x > abs(c) OR abs(c) >= x * 2) \
             SELECT x FROM p WHERE x <= abs(c) AND abs(c) < x * 2)) END",
        ));
    }
    steps.extend([
        step("e", format!("CASE {whens}ELSE {} END", text(most))),
        step("g", "instr(e, 'e')"),
        step("b", "rtrim(rtrim(substr(e, 1, g - 1), '0'), '.')"),
        // In the middle between two texts, the even one; SQLite has taken the greater.
        step("n", "length(replace(ltrim(b, '-'), '.', ''))"),
        step("m", "substr(printf('%!.*e', n + 2, c), 1, instr(printf('%!.*e', n + 2, c), 'e') - 1)"),
        step(
            "s",
            "iif(m GLOB '*5' AND length(replace(ltrim(m, '-'), '.', '')) = n + 1 AND b GLOB '*[13579]', substr(b, 1, length(b) - 1) || (substr(b, -1) - 1), b)",
        ),
        step("o", "CAST(substr(e, g + 1) AS INTEGER)"),
    ]);
    with(
        &steps,
        &format!(
            "CASE WHEN c = 0 THEN '0' WHEN abs(c) > 1.7976931348623157e308 THEN c WHEN o BETWEEN -4 AND {plain_to} THEN {} ELSE s || printf('e%+03d', o) END",
            plain("s || 'e' || o")
        ),
    )
}
