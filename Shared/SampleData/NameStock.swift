/// Name parts that are common in Mali, with the spellings that registers give them.
///
/// Every part is public knowledge and borne by thousands; combinations are drawn at random and mean nobody.
/// In each group the first spelling is the one drawn, the others appear in repeats.
enum NameStock {
    static let maleGiven = groups(
        "Amadou Ahmadou Hamadou,Mamadou Mahamadou Mamoudou,Moussa Musa,Oumar Omar Oumarou,"
            + "Boubacar Boubakar Aboubacar,Seydou Seidou Saydou,Hamidou Amidou,Issa Isa,"
            + "Ousmane Usmane Ousman,Abdoulaye Abdulaye Abdoulay,Ibrahima Ibrahim Brehima,"
            + "Souleymane Suleymane Souleimane,Adama Adma,Yacouba Yakouba,Idrissa Idriss,Drissa Dirissa,"
            + "Bouréima Bourema Boureïma,Antandou Antandu,Amassagou Amasagou,Ambéré Ambere,Anaye Anay,"
            + "Atimé Atime,Allaye Alaye,Hassane Hassan Assane,Housseyni Housseini Ousseyni,"
            + "Sékou Sekou Cheickou,Modibo Modibbo,Bakary Bacary Bakari,Lassana Lansana,Salif Salifou,"
            + "Youssouf Yousouf Issouf,Djibril Jibril Djibrilla,Daouda Dauda Daouda,Hama Hamma,Aly Ali"
    )
    static let femaleGiven = groups(
        "Fatoumata Fatimata Fatouma,Mariam Mariama Maryam,Aminata Amina Aminatou,"
            + "Kadiatou Kadidiatou Kadiatu,Djénéba Djeneba Dieneba,Oumou Umu Oumu,"
            + "Aïssata Aissata Aïchata,Hawa Awa Hawaou,Salimata Salmata,Ramata Ramatou,"
            + "Assétou Assetou Assitan,Rokia Rokiatou Rokya,Bintou Binta Bintu,Safiatou Safiata,"
            + "Maïmouna Maimouna Mouna,Kadidia Kadija Khadidia,Fanta Fantha,Nana Nanah,"
            + "Adiara Adjara Adiaratou,Sitan Sita,Téné Tene,Korotoumou Korotimi,Hadiza Hadija,"
            + "Zeïnabou Zeinabou Zenabou,Coumba Kumba Koumba,Penda Pinda,Dicko Diko,Inna Ina")
    static let family = groups(
        "Guindo Gindo Guinndo,Togo Toggo,Ouologuem Ouologueme Wologuem,Poudiougo Pudiougo Poudiogo,"
            + "Kassogué Kassogue Kasogué,Dolo Dollo,Sagara Sagarra,Tembely Tembeli Temblé,Goro Gorro,"
            + "Karembé Karembe Karambé,Yalcouyé Yalcouye Yalkouyé,Djiguiba Djigiba Jiguiba,Saye Sayé,"
            + "Arama Harama,Niangaly Niangali Gnangaly,Kodio Kodjo,Témé Teme,Dara Darra,Sangara Sangarra,"
            + "Diallo Dialo Jallo,Barry Bary Bari,Cissé Cisse Sissé,Traoré Traore Trawore,"
            + "Coulibaly Koulibaly Coulibali,Sidibé Sidibe,Dicko Diko,Bah Ba,Tall Tal,Touré Toure,"
            + "Maïga Maiga,Konaté Konate,Diarra Jarra,Dembélé Dembele,Sangaré Sangare,Cissouma Sissouma"
    )

    private static func groups(_ text: String) -> [[String]] {
        text.split(separator: ",").map { $0.split(separator: " ").map(String.init) }
    }

    private static let spellings: [String: [String]] = {
        var spellings: [String: [String]] = [:]
        for group in maleGiven + femaleGiven + family where spellings[group[0]] == nil {
            spellings[group[0]] = Array(group.dropFirst())
        }
        return spellings
    }()

    /// Another spelling of a name, or a slip of the pen where none is known.
    static func respelled(_ name: String, _ random: inout RandomSource) -> String {
        if let others = spellings[name], !others.isEmpty, random.percent(85) {
            return random.element(others)
        }
        return slipped(name, &random)
    }

    /// One letter doubled, dropped, or changed places with the next; never the first, which people get right.
    private static func slipped(_ name: String, _ random: inout RandomSource) -> String {
        var letters = Array(name)
        guard letters.count > 3 else { return name + "h" }
        let position = random.within(1...letters.count - 2)
        switch random.below(3) {
        case 0: letters.insert(letters[position], at: position)
        case 1: letters.remove(at: position)
        default: letters.swapAt(position, position + 1)
        }
        return String(letters)
    }
}
