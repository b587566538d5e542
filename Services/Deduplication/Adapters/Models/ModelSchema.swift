import Storage

/// The tables of models.
///
/// `model.record` holds an encoded Model, its effect and parameters too. `model_in_force` has one row a region: which model
/// scores, the digest of what it scores by, and the last household that was screened again since it was taken. The shipped
/// model has no row in `model`; that it is another than before shows by its digest.
enum ModelSchema {
    static let migration = Schema.Migration(name: "0010 models", sqlite: tables + shape)

    private static let tables = """
        CREATE TABLE model (
            region TEXT NOT NULL, number INTEGER NOT NULL, state INTEGER NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (region, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE model_in_force (
            region TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL, version BLOB NOT NULL,
            screened_through BLOB NOT NULL, is_screened INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let shape = IndexShape.script([
        IndexShape("model", "model", [50, 1]),
        IndexShape("model_in_force", "model_in_force", [1, 1]),
    ])
}
