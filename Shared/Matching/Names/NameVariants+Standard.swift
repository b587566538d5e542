extension NameVariants {
    /// The variants that ship with the engine: a starting point, known from common usage.
    ///
    /// The phonetic key carries spellings, so a class lists only what sounds different: forms of one name in the
    /// languages of the region, and short forms. Twins' names (Alassane and Ousseynou, Adama and Hawa) are never
    /// one class.
    public static let standard: NameVariants = {
        var variants = NameVariants()
        do {
            try variants.add(lines: lines)
        } catch {
            preconditionFailure("the standard variants: \(error)")
        }
        return variants
    }()

    private static let lines = """
        # Given names
        Mamadou, Mahamadou, Mohamed, Mouhamed, Mahamed, Mahamane, Mahamat
        Mahmoud, Mamoudou, Mahamoudou
        Amadou, Ahmed, Ahmadou, Hamadou, Hamadoun, Ahamadou
        Fatoumata, Fatimata, Fatima, Fatma, Fatou, Fadimata, Fadima, Fatouma
        Aïssata, Aïssatou, Assetou, Assata, Aïcha, Aïchata, Aïchatou, Astou
        Kadidia, Khadija, Kadiatou, Khadidiatou, Hadiza, Kadijatou, Kadiata
        Djénéba, Zeïnabou, Zeinab, Zénabou, Djénébou, Jainaba, Djeinabou
        Mariam, Mariama, Meriem, Mariamou
        Aminata, Amina, Aminatou
        Ibrahima, Ibrahim, Brahima, Bréhima, Boureima, Brahim, Ibrahimou
        Oumar, Oumarou, Omarou, Amar
        Ousmane, Ousmanou, Othmane
        Boubacar, Aboubacar, Aboubakr, Boubakary, Abubakari
        Abdoulaye, Abdallah, Abdoullahi, Abdoulla
        Souleymane, Souleimanou, Solomane, Soliman
        Youssouf, Youssoufou, Issouf, Issoufou
        Yacouba, Yacoub, Yakoubou
        Seydou, Saïd, Séidou
        Idrissa, Idriss, Drissa, Idrissou
        Alassane, Alhassane, Lassana, Hassan, Assane, Hassane, Alhassan
        Ousseini, Alousseini, Hussein, Ousseynou, Housseynou, Alhousseini
        Rokia, Rokiatou, Rokiyata, Rouguiatou
        Ramata, Ramatou, Ramatoulaye, Rahmatou
        Salimata, Salimatou, Salima
        Halimata, Halimatou, Halima
        Safiatou, Safia, Safiata
        Bintou, Binta
        Habibatou, Habiba, Abibata
        Zakaria, Zakari, Zakariaou
        Ismaïla, Ismaël, Smaïla, Soumaïla, Ismaïl
        Moctar, Mouctarou
        Abdramane, Abdourahamane, Abderrahmane, Dramane, Abdouramane
        Hawa, Hawaou

        # Family names
        Traoré, Tarawele, Taraoré, Tarawally, Trawally
        Ouédraogo, Wedrago, Ouidiraogo
        Doumbia, Doumbouya
        Ndiaye, Diaye
        Dembélé, Dembelle, Demblé
        Coulibaly, Couloubaly, Clibaly
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
