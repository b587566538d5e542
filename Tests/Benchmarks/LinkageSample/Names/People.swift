/// The names of one people of the region in the spelling of French registers. Public knowledge, each borne by thousands;
/// what is drawn of them means nobody.
struct People {
    /// How a family name comes about.
    enum Naming {
        /// Handed down by the father.
        case inherited
        /// The father's given name after a word for son or daughter.
        case patronymic(son: String, daughter: String)
    }

    let men: [Letters]
    let women: [Letters]
    let families: [Letters]
    let naming: Naming
    /// What names of villages are made of.
    let syllables: [Letters]

    private init(
        men: String, women: String, families: String, naming: Naming = .inherited,
        syllables: String
    ) {
        self.men = Self.words(men)
        self.women = Self.words(women)
        self.families = Self.words(families)
        self.naming = naming
        self.syllables = Self.words(syllables)
    }

    private static func words(_ text: String) -> [Letters] {
        text.split(separator: " ").map { Letters(word: $0) }
    }

    /// A people with the share of villages that are mostly theirs.
    static let all: [(people: People, share: Double)] = [
        (dogon, 0.26), (fulbe, 0.22), (bambara, 0.18), (songhay, 0.15), (tuareg, 0.08),
        (mossi, 0.07), (arab, 0.04),
    ]

    private static let bambara = People(
        men: """
            mamadou moussa bakary adama ibrahima seydou modibo souleymane sékou drissa abdoulaye lassina oumar \
            issa siaka madou bourama yacouba cheick soumaïla zoumana daouda broulaye mory fousseyni tiémoko \
            karim dramane n'golo bréhima
            """,
        women: """
            fatoumata aminata mariam awa kadiatou oumou djénéba assitan salimata korotoumou sitan fanta \
            nana bintou rokia maïmouna tenin alimata ramata niélé nagnouma adjaratou sanata djélika \
            massaran wassa koumba minata
            """,
        families: """
            coulibaly traoré diarra konaté keïta sidibé sangaré doumbia dembélé koné camara diakité kanté \
            bagayoko fofana sissoko samaké ballo mariko bengaly
            """,
        syllables: "bou gou ko ba la so fa na kou ni dji ma tié fou sé bé san dou gna")
    private static let fulbe = People(
        men: """
            amadou hamadoun boubacar oumarou hama aly ousmane allaye sambo bouréima demba moussa idrissa \
            hamidou ibrahima samba barké dicko yéro belco nouhoum souleymane bara hammadi sidiki guéladio \
            paté alpha yoro
            """,
        women: """
            fatoumata aïssata kadidia hawa mariama dikko coumba penda aminata ramata fanta djénéba inna \
            adama oumou takko dado kumbaré safiatou binta halimatou welo diéwo sira néné rella dalanda kadi
            """,
        families: """
            diallo barry cissé dicko bah tall sow sidibé sangaré bocoum ly kane kelly diakité tamboura \
            boly sankaré
            """,
        syllables: "wu ro dia yé sa ré féto ma yo ba di guel do ndé wal kou bél ouro na")
    private static let dogon = People(
        men: """
            amadou ogobara antimé seydou moussa domo hamidou yacouba oumar atimbé ambadio amono issa ibrahima \
            souleymane anaï dogolou boureïma soumaïla apomi mamadou allaye apam sékou daouda hassane ana \
            dommo yapilé moumouni
            """,
        women: """
            fatoumata yassa mariam yaïguéré aminata kadia awa yapiré adama oumou djénéba yagaïssa aïssata \
            ramata hawa yasségué salimata sata binta fanta yabara néma assa koungo yakéné ina kadidia
            """,
        families: """
            guindo togo ouologuem dolo sagara tembely kassogué arama karembé poudiougo goro niangaly \
            yalcouyé kodio témé djiguiba saye dara
            """,
        syllables: "dou rou sa nga ba na gué mo ko ré din tou yen dé ka nou pé li ti")
    private static let songhay = People(
        men: """
            mahamane abdoulaye ibrahim moussa issa souleymane oumar alhassane hamidou boubacar youssouf \
            abdou idrissa seydou hamma halidou alassane mahamar sidi arbonkana almoustapha ismaïla soumaïla \
            hamadou abouba zakaria aguissa
            """,
        women: """
            fatouma aïssata hadiza mariama zeïnabou haoua hamsatou ramatou aminata salamata halimatou \
            fadimata bibata safiatou kadidiatou hawoye djamila nana rakia bouba houreye agaïcha zahara \
            faty assiatou
            """,
        families: """
            maïga touré cissé dicko haïdara arby yattara kountao alassane djitteye bello diallo boncana \
            sounfountera albarka
            """,
        syllables: "ba ré gou la mé tin da ha ri koy ra ga bou sé hon ta bé nou zor")
    private static let tuareg = People(
        men: """
            mohamed ibrahim alhousseini mossa aghali attaher ahmed intalla hamada mahmoud iyad alhassane \
            almahmoud bilal akli ousmane rissa moussa ghousmane elmehdi sidi assalat baye oufène
            """,
        women: """
            fadimata mariama tina aïchatou lalla raïchatou fatimata zahra nina assalama taghlift tehit \
            mina hadijatou ghaïcha tadart walata hannatou timma tata anna
            """,
        families: "", naming: .patronymic(son: "ag", daughter: "walet"),
        syllables: "ti na mé na ka in ta bo ra gha tes lit a gue lhoc da ki dal")
    private static let mossi = People(
        men: """
            issaka ousmane adama boukary salif moussa hamado souleymane amado yacouba saïdou idrissa rasmané \
            noufou inoussa tibo karim moumini lassané mahamadi harouna madi soumaïla abdoulaye
            """,
        women: """
            fatimata mariam aminata zénabo salimata awa rasmata kadisso bibata habibou safiata alimata \
            poko téné sibdou mamounata rihanata asséta adiara sanata azèta
            """,
        families: """
            ouédraogo sawadogo kaboré zongo compaoré ilboudo tapsoba nikiéma kindo zoungrana bélem rouamba \
            porgo nacanabo
            """,
        syllables: "ten ko do go ya ra gou ba si zon lou ka pé la noa bou tin dou")
    private static let arab = People(
        men: """
            mohamed ahmed sidi mahmoud abderrahmane cheikh ely hamoud moulaye baba mohamedou saleh brahim \
            nafé taleb yahya bounama lamine dahmane hamma
            """,
        women: """
            fatma aïcha mariem zeïnabou lalla khadija nana tikber vatimetou selma oumoulkheir zahra meïmouna \
            halima maya teslem aminetou
            """,
        families: "", naming: .patronymic(son: "ould", daughter: "mint"),
        syllables: "ber taou dé ni ras el ma lam ha bib bou je bé ha ara oua né")
}
