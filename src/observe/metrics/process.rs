//! The process, as Linux shows it below `/proc/self` (proc(5)). Elsewhere there is nothing.

use std::fs;

/// Clock ticks of a second, as `/proc` counts: `USER_HZ`, which is 100 on every architecture that Rust supports.
const TICKS: f64 = 100.0;

/// What is known of the process.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Process {
    pub(super) resident: u64,
    pub(super) virtual_memory: u64,
    /// Seconds.
    pub(super) cpu: f64,
    pub(super) threads: u64,
    /// In seconds since 1970.
    pub(super) started: f64,
    pub(super) files: u64,
    pub(super) file_limit: Option<u64>,
}

impl Process {
    /// Reads it.
    pub(super) fn read() -> Option<Self> {
        let text = |path: &str| fs::read_to_string(path).ok();
        let mut process = Self::parse(
            &text("/proc/self/stat")?,
            &text("/proc/self/status")?,
            &text("/proc/stat")?,
            &text("/proc/self/limits")?,
        )?;
        // The folder itself is open while it is read.
        process.files = (fs::read_dir("/proc/self/fd").ok()?.count() as u64).saturating_sub(1);
        Some(process)
    }

    fn parse(stat: &str, status: &str, system: &str, limits: &str) -> Option<Self> {
        // The name of the program is in parentheses, and may have some itself. The state follows, which is field 3.
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        let field = |number: usize| fields.get(number - 3)?.trim().parse::<f64>().ok();
        let kilobytes = |name: &str| number(status, name).map(|number| number * 1024);
        let boot = number(system, "btime ")? as f64;
        Some(Self {
            resident: kilobytes("VmRSS:")?,
            virtual_memory: kilobytes("VmSize:")?,
            cpu: (field(14)? + field(15)?) / TICKS,
            threads: number(status, "Threads:")?,
            started: boot + field(22)? / TICKS,
            files: 0,
            file_limit: number(limits, "Max open files"),
        })
    }
}

/// The first number behind a name at the beginning of a line.
fn number(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_read_from_the_texts_of_linux() {
        let mut stat = "7 (a ) b) S 1 7 7 0 -1 4194304 500 0 0 0 150 50 0 0 20 0 3 0 1000".to_owned();
        stat.push_str(" 123 456 18446744073709551615\n");
        let status = "Name:\ta\nVmSize:\t    2048 kB\nVmRSS:\t     512 kB\nThreads:\t3\n";
        let limits = "Limit                     Soft Limit           Hard Limit           Units\n\
            Max open files            1024                 4096                 files\n";
        let process = Process::parse(&stat, status, "cpu 1 2\nbtime 1700000000\n", limits);
        let expected = Process {
            resident: 512 * 1024,
            virtual_memory: 2048 * 1024,
            cpu: 2.0,
            threads: 3,
            started: 1_700_000_010.0,
            files: 0,
            file_limit: Some(1024),
        };
        assert_eq!(process, Some(expected));
        let unlimited = limits.replace("1024 ", "unlimited ");
        assert_eq!(
            Process::parse(&stat, status, "btime 1\n", &unlimited)
                .unwrap()
                .file_limit,
            None
        );
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_is_known() {
        let process = Process::read().unwrap();
        assert!(
            process.resident > 0 && process.files > 2 && process.threads > 0,
            "{process:?}"
        );
    }
}
