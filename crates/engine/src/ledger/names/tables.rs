//! How companies are written: legal forms, variants of letters, words for branches. Data only.

/// A legal form. Two that differ are two companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Kabushiki,
    Yugen,
    Godo,
    Gomei,
    Goshi,
    Iryo,
    IppanShadan,
    IppanZaidan,
    KoekiShadan,
    KoekiZaidan,
    Shadan,
    Zaidan,
    Gakko,
    Fukushi,
    Shukyo,
    Npo,
    Dokuritsu,
    Kyodo,
    Kigyo,
    Noji,
    Zeirishi,
    Bengoshi,
    Sogo,
    CoLtd,
    Ltd,
    Inc,
    Corp,
    Llc,
    Plc,
    Gmbh,
    Ag,
    Sa,
    Bv,
    Spa,
    Srl,
    PteLtd,
    SdnBhd,
    PtyLtd,
    Pt,
}

/// Written in front of a name or behind it, in NFKC, small letters, round brackets, the written
/// out notation first in each. The longer stands before what is a part of it.
pub(super) const JAPANESE: [(Form, &[&str]); 23] = [
    (Form::IppanShadan, &["一般社団法人", "(一社)"]),
    (Form::IppanZaidan, &["一般財団法人", "(一財)"]),
    (Form::KoekiShadan, &["公益社団法人", "(公社)"]),
    (Form::KoekiZaidan, &["公益財団法人", "(公財)"]),
    (Form::Fukushi, &["社会福祉法人", "(社福)", "(福)"]),
    (
        Form::Npo,
        &["特定非営利活動法人", "npo法人", "(特非)", "(npo)"],
    ),
    (Form::Dokuritsu, &["独立行政法人", "(独)"]),
    (Form::Iryo, &["医療法人", "(医)"]),
    (Form::Noji, &["農事組合法人", "(農)"]),
    (Form::Gakko, &["学校法人", "(学)"]),
    (Form::Shukyo, &["宗教法人", "(宗)"]),
    (Form::Zeirishi, &["税理士法人", "(税)"]),
    (Form::Bengoshi, &["弁護士法人", "(弁)"]),
    (Form::Shadan, &["社団法人", "(社)"]),
    (Form::Zaidan, &["財団法人", "(財)"]),
    (Form::Kabushiki, &["株式会社", "株式會社", "(株)"]),
    (Form::Yugen, &["有限会社", "有限會社", "(有)"]),
    (Form::Godo, &["合同会社", "(同)"]),
    (Form::Gomei, &["合名会社", "合名會社", "(名)"]),
    (Form::Goshi, &["合資会社", "合資會社", "(資)"]),
    (Form::Sogo, &["相互会社", "(相)"]),
    (Form::Kyodo, &["協同組合", "(協)"]),
    (Form::Kigyo, &["企業組合", "(企)"]),
];

/// As banks write them in transfers: the kana, before `)` in front and behind `(` at the end.
pub(super) const BANK: [(Form, char); 6] = [
    (Form::Kabushiki, 'カ'),
    (Form::Yugen, 'ユ'),
    (Form::Godo, 'ド'),
    (Form::Gomei, 'メ'),
    (Form::Goshi, 'シ'),
    (Form::Iryo, 'イ'),
];

/// In Latin letters, without blanks and points.
pub(super) const LATIN: [(Form, &[&str]); 18] = [
    (
        Form::Kabushiki,
        &["kabushikikaisha", "kabushikigaisha", "kk"],
    ),
    (Form::Yugen, &["yugenkaisha", "yugengaisha", "yk"]),
    (Form::Godo, &["godokaisha", "gk"]),
    (Form::CoLtd, &["companylimited", "coltd", "colimited"]),
    (Form::Ltd, &["limited", "ltd"]),
    (Form::Inc, &["incorporated", "inc"]),
    (Form::Corp, &["corporation", "corp"]),
    (Form::Llc, &["llc"]),
    (Form::Plc, &["plc"]),
    (Form::Gmbh, &["gmbh"]),
    (Form::Ag, &["ag"]),
    (Form::Sa, &["sa"]),
    (Form::Bv, &["bv"]),
    (Form::Spa, &["spa"]),
    (Form::Srl, &["srl"]),
    (Form::PteLtd, &["pteltd", "privatelimited", "pvtltd"]),
    (Form::SdnBhd, &["sdnbhd"]),
    (Form::PtyLtd, &["ptyltd"]),
];

/// In Latin letters in front of a name.
pub(super) const LATIN_FRONT: [(Form, &str); 3] = [
    (Form::Kabushiki, "kabushikikaisha"),
    (Form::Kabushiki, "kk"),
    (Form::Pt, "pt"),
];

impl Form {
    /// Whether the other may be this company's form in another language: 株式会社 calls itself
    /// Co., Ltd., Inc., Corp. or Ltd., 合同会社 LLC.
    pub(super) fn may_be(self, other: Self) -> bool {
        let abroad = |one, other| match one {
            Self::Kabushiki => matches!(other, Self::CoLtd | Self::Ltd | Self::Inc | Self::Corp),
            Self::Godo => other == Self::Llc,
            _ => false,
        };
        abroad(self, other) || abroad(other, self)
    }
}

/// Letters with variants: the first of each stands for all. Only such as are two shapes of one
/// letter in names; what has a meaning of its own stays apart.
pub(super) const VARIANTS: &str = "
高髙 崎﨑嵜㟢 浜濱濵 辺邊邉 斎齋斉齊 沢澤 広廣 国國圀 恵惠 徳德 瀬瀨 富冨 島嶋嶌 桑桒 吉𠮷 槙槇 橋槗
真眞 薮藪籔 鶴靏靍鸖 栄榮 桜櫻 関關 鉄鐵鐡 竜龍 滝瀧 塩鹽 黒黑 万萬 会會 学學 芸藝 円圓 県縣 号號
台臺 条條 実實 宝寶 寿壽 満滿 稲稻 穂穗 経經 総總 緑綠 継繼 繊纖 荘莊 蔵藏 薬藥 覚覺 観觀 豊豐 郷鄕
録錄 雑雜 静靜 頼賴 駅驛 麦麥 黄黃 剣劍劔 勲勳 労勞 厳嚴 団團 図圖 圧壓 壮壯 声聲 売賣 変變 奥奧 専專
対對 将將 峰峯 峡峽 巌巖 巻卷 帯帶 庁廳 弥彌 弾彈 従從 応應 恒恆 悦悅 戦戰 戸戶 拡擴 挙擧 摂攝 数數
旧舊 昼晝 暁曉 曽曾 来來 松枩 柳栁 検檢 楽樂 楼樓 権權 横橫 欧歐 歩步 歴歷 毎每 気氣 沖冲 浅淺 清淸
済濟 渋澁澀 渓溪 湾灣 湿濕 為爲 焼燒 煕熙 灯燈 状狀 独獨 狭狹 瑶瑤 瓶甁 画畫 当當 畳疊 発發 研硏 礼禮
秋穐龝 称稱 穣穰 窓窗 糸絲 絵繪 続續 縄繩 舎舍 舗舖 芦蘆 萌萠 蒋蔣 虎乕 虫蟲 蛍螢 衛衞 装裝 読讀 譲讓
賛贊 転轉 軽輕 辞辭 逓遞 遥遙 釈釋 鋳鑄 隣鄰 霊靈 館舘 鴎鷗 麹麴 黙默 彦彥 亀龜
";

/// A variant that stands behind a name as a branch or an office.
pub(super) const BRANCH: [&str; 26] = [
    "営業本部",
    "事業本部",
    "製造本部",
    "営業所",
    "事業所",
    "出張所",
    "事務所",
    "製作工場",
    "サービスセンター",
    "センター",
    "支社",
    "支店",
    "支部",
    "支所",
    "本社",
    "本店",
    "本部",
    "工場",
    "倉庫",
    "営業部",
    "購買部",
    "資材部",
    "事業部",
    "製造部",
    "物流部",
    "経理部",
];

/// Words for a part of a company that stand apart from the name, behind a blank.
pub(super) const BRANCH_APART: [&str; 4] = ["部", "課", "係", "室"];

/// The same in English, as words of their own.
pub(super) const BRANCH_LATIN: [&str; 9] = [
    "branch",
    "office",
    "plant",
    "factory",
    "works",
    "division",
    "dept",
    "department",
    "hq",
];

/// Places that stand before the word for a branch, so that the name before them is found.
pub(super) const PLACES: &str = "
北海道 青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 東京 神奈川 新潟 富山 石川 福井 山梨 長野
岐阜 静岡 愛知 三重 滋賀 京都 大阪 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島 香川 愛媛 高知 福岡
佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄 札幌 仙台 盛岡 郡山 宇都宮 高崎 前橋 水戸 つくば 大宮 さいたま 川口
横浜 川崎 相模原 厚木 八王子 立川 多摩 品川 新宿 渋谷 池袋 上野 日本橋 甲府 松本 諏訪 金沢 浜松 沼津
豊橋 豊田 岡崎 刈谷 名古屋 一宮 四日市 大津 神戸 姫路 尼崎 堺 東大阪 岸和田 倉敷 福山 呉 下関 高松
松山 北九州 小倉 久留米 那覇 東北 北陸 関東 北関東 中部 東海 関西 近畿 中国 四国 九州 首都圏 東日本
西日本 中央 第一 第二 第三
";

/// Letters that tell two names apart where they differ in nothing else: numbers and directions.
pub(super) const TELLING: &str =
    "一二三四五六七八九十百千万壱弐参東西南北上中下大小新旧内外前後左右春夏秋冬甲乙丙丁";
