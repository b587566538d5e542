/// The bounds of a delimited text; each keeps a hostile or broken file from using up memory.
public struct DelimitedTextLimits: Sendable, Hashable {
    /// Bytes of the whole file; a team's file of 100,000 rows is some 30 MiB.
    public var bytesMax: Int
    /// Columns of a row; the widest form export seen has about 200.
    public var columnsMax: Int
    /// Characters (Unicode scalars) of a cell; also ends the hunt for a quote that never closes.
    public var cellScalarsMax: Int
    /// Rows with the header; a hundred times what one batch may hold.
    public var rowsMax: Int

    /// Limits of your own.
    public init(bytesMax: Int, columnsMax: Int, cellScalarsMax: Int, rowsMax: Int) {
        precondition(bytesMax > 0 && columnsMax > 0 && cellScalarsMax > 0 && rowsMax > 0)
        self.bytesMax = bytesMax
        self.columnsMax = columnsMax
        self.cellScalarsMax = cellScalarsMax
        self.rowsMax = rowsMax
    }

    /// 64 MiB, 256 columns, 10,000 characters a cell, a header and 100,000 rows.
    public static let standard = DelimitedTextLimits(
        bytesMax: 64 << 20, columnsMax: 256, cellScalarsMax: 10_000, rowsMax: 100_001)
}
