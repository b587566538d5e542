/// Why the database refused.
public enum StorageMessage: String, MessageArea {
    /// Too little free disk.
    case diskFull = "disk_full"
    /// Another program holds the database.
    case locked
    /// The database cannot be written.
    case readOnly = "read_only"
    /// The database is damaged.
    case corrupt

    /// First part of the keys.
    public static let prefix = "storage"
}

extension StorageMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .diskFull:
            Translation(
                french: "Le disque du serveur est presque plein : la lecture continue, l'écriture "
                    + "est arrêtée. L'administrateur doit y libérer de la place.",
                english: "The server's disk is almost full: reading goes on, writing has stopped. "
                    + "The administrator has to free some space there.")
        case .locked:
            Translation(
                french: "Un autre programme occupe la base de données du serveur : la lecture "
                    + "continue, et rien n'a été écrit. Recommencez dans un instant.",
                english: "Another program holds the server's database: reading goes on, and "
                    + "nothing was written. Try again in a moment.")
        case .readOnly:
            Translation(
                french: "La base de données est en lecture seule. Vérifiez les droits du fichier.",
                english: "The database is read-only. Check the file permissions.")
        case .corrupt:
            Translation(
                french: "La base de données est abîmée. Arrêtez le service et restaurez la "
                    + "dernière sauvegarde ; celle des statistiques n'en a pas : ôtez-la, elle "
                    + "sera refaite.",
                english: "The database is damaged. Stop the service and restore the last backup; "
                    + "that of statistics has none: take it away, and it is made again.")
        }
    }
}
