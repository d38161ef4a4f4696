use super::Span;

/// Line and column, both from 1; the column counts bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineCol {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// Where the lines of a text begin.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
}

impl LineIndex {
    /// Reads the lines of a text of at most 4 GiB.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts
            .extend(memchr::memchr_iter(b'\n', text.as_bytes()).filter_map(|at| u32::try_from(at + 1).ok()));
        Self { starts, len: u32::try_from(text.len()).unwrap_or(u32::MAX) }
    }

    /// Number of lines; a text that ends in a line end has one empty line more.
    pub fn lines(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// Line and column of an offset.
    pub fn line_col(&self, offset: u32) -> LineCol {
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts[line - 1];
        LineCol { line: u32::try_from(line).unwrap_or(u32::MAX), column: offset - start + 1 }
    }

    /// Line of an offset, from 1.
    pub fn line(&self, offset: u32) -> u32 {
        self.line_col(offset).line
    }

    /// The bytes of a line, from 1, with its line end; `None` where there is no such line.
    pub fn span(&self, line: u32) -> Option<Span> {
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        let start = *self.starts.get(index)?;
        Some(Span::new(start, self.starts.get(index + 1).copied().unwrap_or(self.len)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_lines_agree() {
        let text = "a\r\nß🙂\n\nend";
        let index = LineIndex::new(text);
        assert_eq!(index.lines(), 4);
        assert_eq!(index.line_col(0), LineCol { line: 1, column: 1 });
        assert_eq!(index.line_col(3), LineCol { line: 2, column: 1 });
        assert_eq!(index.span(2).map(|span| span.of(text)), Some("ß🙂\n"));
        assert_eq!(index.span(4).map(|span| span.of(text)), Some("end"));
        assert_eq!(index.span(5), None);
        assert_eq!(index.span(0), None);
    }
}
