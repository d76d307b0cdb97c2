"""Numbers that measure something, in sentences of our own."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.knowledge import read_knowledge
from kg.model import Document, Entity, Mention, Observation, Sentence, Span
from kg.statements.observations import find_observations
from kg.statements.observations.when import ChooseTime, choose_time

CITY = Entity(type="AdministrativeRegion", name="芜湖市", deictic=("我市", "全市"))
NATION = Entity(type="AdministrativeRegion", name="中国", deictic=("全国",))
FIRM = Entity(type="Company", name="江陵重工有限公司", aliases=("江陵重工",))
OTHER = Entity(type="Company", name="东岭汽车有限公司", aliases=("东岭汽车",))
BROKER = Entity(type="Company", name="江陵证券有限公司", aliases=("江陵证券",))
MILL = Entity(type="Project", name="冷轧基地项目")
SOFTWARE = Entity(type="Industry", name="软件产业")
BUREAU = Entity(type="GovernmentBody", name="芜湖市数据资源管理局", aliases=("市数据局",))
PLAN = Entity(type="Programme", name="稳增长“20条”")
DISTRICTS = {name: Entity(type="AdministrativeRegion", name=name) for name in ("镜湖区", "弋江区", "鸠江区", "湾沚区")}
COUNTRIES = {name: Entity(type="AdministrativeRegion", name=name, scope="Q1") for name in ("德国", "法国")}
PARTS = {name: Entity(type="AdministrativeRegion", name=name) for name in ("东部地区", "中部地区", "东北地区")}
KNOWLEDGE = read_knowledge()
FORMS = {
    "芜湖市": CITY,
    "芜湖": CITY,
    "我市": CITY,
    "全市": CITY,
    "全国": NATION,
    "江陵重工": FIRM,
    "东岭汽车": OTHER,
    "江陵证券": BROKER,
    "冷轧基地项目": MILL,
    "市数据局": BUREAU,
    "软件产业": SOFTWARE,
    "稳增长“20条": PLAN,
    **DISTRICTS,
    **PARTS,
    **COUNTRIES,
}


def _mentions(sentence: Sentence) -> dict[Mention, Entity]:
    found: dict[Mention, Entity] = {}
    taken = 0
    for start in range(len(sentence.text)):
        for form in sorted(FORMS, key=len, reverse=True):
            if start >= taken and sentence.text.startswith(form, start):
                taken = start + len(form)
                found[Mention(sentence, start, taken, FORMS[form].type, "test")] = FORMS[form]
                break
    return found


def _observe(
    text: str,
    *,
    published: str | None = "2024-08-10",
    title: str | None = None,
    region: str = "安徽省芜湖市",
    date: ChooseTime = choose_time,
) -> list[Observation]:
    """Read sentences, one a line; an empty line ends a paragraph."""
    sentences: list[Sentence] = []
    start, paragraph = 0, 0
    for line in text.split("\n"):
        if line:
            span = Span(start, start + len(line))
            sentences.append(Sentence(text=line, pieces=(span,), paragraph=paragraph))
        else:
            paragraph += 1
        start += len(line) + 1
    entities: dict[Mention, Entity] = {}
    for sentence in sentences:
        entities |= _mentions(sentence)
    document = Document(id="test", text=text, title=title, published=published, region=region)
    return find_observations(sentences, entities, document, KNOWLEDGE, date=date)


def _read(text: str, **known: str) -> list[tuple[str, str, str]]:
    return [(found.indicator, f"{found.value:f}", found.unit) for found in _observe(text, **known)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("全市新增绿色工厂12家、瞪羚企业30家。", [("新增绿色工厂", "12", "家"), ("新增瞪羚企业", "30", "家")]),
        ("实施重点技改项目45个。", [("重点技改项目", "45", "个")]),
        ("推出35个对外合作平台。", [("对外合作平台", "35", "个")]),
        ("300家中小企业上云。", [("上云中小企业", "300", "家")]),
        ("完成40座储油罐深度治理。", [("储油罐深度治理", "40", "座")]),
        ("快递业务量增长20.8%，出口额下降3.2%。", [("快递业务量", "20.8", "%"), ("出口额", "-3.2", "%")]),
        ("人民币贷款减少3459亿元。", [("人民币贷款减少", "345900000000", "元")]),
        ("贷款利率为3.15%，比上年同期低21个基点。", [("贷款利率", "3.15", "%"), ("贷款利率", "-21", "个基点")]),
        ("1年期和5年期LPR均下降10个基点。", [("1年期LPR", "-10", "个基点"), ("5年期LPR", "-10", "个基点")]),
        (
            "审批时限（含审查和发证）由23个工作日压缩为10个工作日。",
            [("审批时限", "23", "个工作日"), ("审批时限", "10", "个工作日")],
        ),
        ("对新引进企业给予最高500万元一次性奖励。", [("新引进企业一次性奖励", "5000000", "元")]),
        ("监管局要求银行支付17亿元的罚款。", [("支付罚款", "1700000000", "元")]),
        ("用户数高达6500万，接待人次超20亿次。", [("用户数", "65000000", "人"), ("接待人次", "2000000000", "人次")]),
        ("专利约占全国1/4。", [("专利占全国比重", "25", "%")]),
        ("钢箱梁长22.5米，高4米。", [("钢箱梁长", "22.5", "米"), ("钢箱梁高", "4", "米")]),
        ("全市有27台在运核电机组。", [("在运核电机组", "27", "台")]),
        ("棉花、小麦产量分别增长5%、7%。", [("棉花产量", "5", "%"), ("小麦产量", "7", "%")]),
        (
            "煤价、油价分别下降2%和3%，其中6月分别下降4%和5%，环比下降1%和6%。",
            [
                ("煤价", "-2", "%"),
                ("油价", "-3", "%"),
                ("煤价", "-4", "%"),
                ("油价", "-5", "%"),
                ("煤价环比", "-1", "%"),
                ("油价环比", "-6", "%"),
            ],
        ),
        (
            "进口、出口分别增长5%和8%，高于全省2个和3个百分点，其中二季度分别增长7%和9%。",
            [
                ("进口", "5", "%"),
                ("出口", "8", "%"),
                ("进口高于全省", "2", "个百分点"),
                ("出口高于全省", "3", "个百分点"),
                ("进口", "7", "%"),
                ("出口", "9", "%"),
            ],
        ),
        ("全市进口2000吨、出口3000吨。", [("进口", "2000", "吨"), ("出口", "3000", "吨")]),
        ("江陵重工营收2亿元、利润1亿元。", [("营收", "200000000", "元"), ("利润", "100000000", "元")]),
        ("将芜湖市森林覆盖率提高到60%。", [("森林覆盖率", "60", "%")]),
        ("今年还有9个泊位计划建成投产。", [("建成投产泊位", "9", "个")]),
        ("利润3亿元，占比15%。", [("利润", "300000000", "元"), ("利润占比", "15", "%")]),
        ("到账外资2亿美元。", [("到账外资", "200000000", "美元")]),
        ("新建厂房1栋、改扩建2栋。", [("新建厂房", "1", "栋"), ("改扩建厂房", "2", "栋")]),
        ("隧道全长126公里，总投资9亿元。", [("隧道全长", "126", "公里"), ("隧道总投资", "900000000", "元")]),
        ("增长面为77.5%。", [("增长面", "77.5", "%")]),
        (
            "产值增长7%，增速分别高于全国、全省2、1个百分点。",
            [("产值", "7", "%"), ("产值增速高于全国", "2", "个百分点"), ("产值增速高于全省", "1", "个百分点")],
        ),
        ("从用地保障等6个方面提出28条举措。", [("举措", "28", "条")]),
        ("销量略有增长3%，产量微降2%。", [("销量", "3", "%"), ("产量", "-2", "%")]),
        ("综合指数为53.4%，较上月小幅上升1.4个百分点。", [("综合指数", "53.4", "%"), ("综合指数", "1.4", "个百分点")]),
        ("改革事项在2022年基础上增加50%。", [("改革事项", "50", "%")]),
        ("赔偿损失600元(2000×30%)。", [("赔偿损失", "600", "元")]),
        (
            "资本充足率13%，核心一级资本充足率8%，一级资本充足率9%。",
            [("资本充足率", "13", "%"), ("核心一级资本充足率", "8", "%"), ("一级资本充足率", "9", "%")],
        ),
        (
            "装机容量60万千瓦，绿电占用电量比重达38%，居全市第一。",
            [("装机容量", "600000", "千瓦"), ("绿电占用电量比重", "38", "%"), ("绿电占用电量比重全市排名", "1", "位")],
        ),
        ("汽车产量占全国10%，居全国第三。", [("汽车产量占全国比重", "10", "%"), ("汽车产量全国排名", "3", "位")]),
        ("工业企业突破4000家，净增520家。", [("工业企业", "4000", "家"), ("净增工业企业", "520", "家")]),
        (
            "制造业占比达68%，高于全省12个百分点。",
            [("制造业占比", "68", "%"), ("制造业占比高于全省", "12", "个百分点")],
        ),
        ("风电、光伏装机容量分别达20千瓦、30千瓦。", [("风电装机容量", "20", "千瓦"), ("光伏装机容量", "30", "千瓦")]),
        ("粮食总产144斤，连续九年稳定在140斤以上。", [("粮食总产", "144", "斤"), ("粮食总产", "140", "斤")]),
        (
            "新增产业项目412个，其中50亿元以上8个、百亿级3个。",
            [("新增产业项目", "412", "个"), ("50亿元以上产业项目", "8", "个"), ("百亿级产业项目", "3", "个")],
        ),
        ("新签约项目36个，其中超10亿元项目7个。", [("新签约项目", "36", "个"), ("超10亿元项目", "7", "个")]),
        (
            "贷款余额增长28.4%，增速比各项贷款高15个百分点。",
            [("贷款余额", "28.4", "%"), ("贷款余额增速比各项贷款", "15", "个百分点")],
        ),
        (
            "利润9亿元，电池市占率达36%，连续六年位居全球第一。",
            [
                ("利润", "900000000", "元"),
                ("电池市占率", "36", "%"),
                ("利润位居全球的连续年数", "6", "年"),
                ("电池市占率全球排名", "1", "位"),
            ],
        ),
        ("地区生产总值2000亿元、增长6.1%。", [("地区生产总值", "200000000000", "元"), ("地区生产总值", "6.1", "%")]),
        ("发放消费券3.5亿元，占全省20%。", [("发放消费券", "350000000", "元"), ("发放消费券占全省比重", "20", "%")]),
        ("营收从3亿元增至18亿元。", [("营收", "300000000", "元"), ("营收", "1800000000", "元")]),
        ("外贸总值突破万亿元。", [("外贸总值", "1000000000000", "元")]),
        ("单日客流分别达1409万、1305万人次。", [("单日客流", "14090000", "人次"), ("单日客流", "13050000", "人次")]),
        ("民营企业占比过半。", [("民营企业占比", "50", "%")]),
        ("推出稳增长“20条”。", [("稳增长", "20", "条")]),
        ("超长期特别国债增长42%。", [("超长期特别国债", "42", "%")]),
        ("国内游客人次、总花费增长6%、8%。", [("国内游客人次", "6", "%"), ("国内游客总花费", "8", "%")]),
        ("保费由每生每年5元提高至10元。", [("保费", "5", "元"), ("保费", "10", "元")]),
        ("航线覆盖范围扩展至18个国家。", [("航线覆盖国家", "18", "个")]),
        ("全力打造1900个就业见习基地。", [("就业见习基地", "1900", "个")]),
        ("机电、纺织产品增幅都是在50%以上。", [("机电产品增幅", "50", "%"), ("纺织产品增幅", "50", "%")]),
        ("出口销量比2020年翻了一番。", [("出口销量", "1", "番")]),
        ("开展为期5天的集中培训。", [("集中培训期限", "5", "天")]),
        ("各项许可提速近40%。", [("各项许可", "40", "%")]),
        ("税率由最初的3.1%降至现在的2.3%。", [("税率", "3.1", "%"), ("税率", "2.3", "%")]),
        ("目前人均增收2800元。", [("人均增收", "2800", "元")]),
        ("亩产可由1万元提升到3万元。", [("亩产", "10000", "元"), ("亩产", "30000", "元")]),
        ("来自18个国家的320家企业参展。", [("国家", "18", "个"), ("参展企业", "320", "家")]),
        ("甲矿的钴、镍销量分别增长20%、5%。", [("甲矿钴销量", "20", "%"), ("甲矿镍销量", "5", "%")]),
        ("用电每千瓦时加价2分钱。", [("用电每千瓦时加价", "0.02", "元")]),
        ("地膜推广补贴每亩30元。", [("地膜推广补贴", "30", "元/亩")]),
        ("项目处理能力为110万吨/年。", [("项目处理能力", "1100000", "吨/年")]),
        ("申请了200万元工业项目资金。", [("申请工业项目资金", "2000000", "元")]),
        ("展出近百张照片、百余幅摄影作品。", [("展出照片", "100", "张"), ("摄影作品", "100", "幅")]),
        ("10余个体育项目落户。", [("落户体育项目", "10", "个")]),
        ("建成5个人行天桥。", [("建成人行天桥", "5", "个")]),
        ("新增20个个体工商户。", [("新增个体工商户", "20", "个")]),
        ("补贴200万工人工资。", [("补贴", "2000000", "元")]),
        ("合作的是百度的部门。", []),
        ("合作社吸纳120个人才项目。", [("吸纳人才项目", "120", "个")]),
        ("惠及120余万婴幼儿。", [("惠及婴幼儿", "1200000", "人")]),
        ("短片累计播放量突破8000万。", [("短片累计播放量", "80000000", "次")]),
        ("上半年工业能耗实现零增长。", [("工业能耗", "0", "%")]),
        ("大约三成企业希望扩大产能。", [("希望扩大产能企业占比", "30", "%")]),
        ("奖励资金已经到账，一共27.8万元。", [("奖励资金", "278000", "元")]),
        ("再次入围全国百强区，名列第95位。", [("全国百强区排名", "95", "位")]),
        ("平均受教育年限从9.6年提升至10.2年。", [("平均受教育年限", "9.6", "年"), ("平均受教育年限", "10.2", "年")]),
        ("教学楼地上5层、地下2层。", [("教学楼地上", "5", "层"), ("地下", "2", "层")]),
        ("创新能力连续9年全国第一。", [("创新能力的连续年数", "9", "年"), ("创新能力全国排名", "1", "位")]),
        ("建成35个先导区、1000个和美乡村。", [("建成先导区", "35", "个"), ("和美乡村", "1000", "个")]),
        ("办好12类45件民生实事。", [("民生实事", "12", "类"), ("民生实事", "45", "件")]),
        (
            "城镇和农村居民人均可支配收入分别超过8万元、4.5万元。",
            [("城镇居民人均可支配收入", "80000", "元"), ("农村居民人均可支配收入", "45000", "元")],
        ),
        ("三个“1小时交通圈”基本建成。", [("基本建成“1小时交通圈”", "3", "个")]),
        ("国家级集群总数达8个、居全国第2位。", [("国家级集群总数", "8", "个"), ("国家级集群总数全国排名", "2", "位")]),
        ("生产总值连续跨越7万亿、8万亿两个大台阶，年均增长5.9%。", [("生产总值", "5.9", "%")]),
        (
            "出口额突破4万亿元，占全国份额从14%提升到15.5%。",
            [("出口额", "4000000000000", "元"), ("出口额占全国比重", "14", "%"), ("出口额占全国比重", "15.5", "%")],
        ),
        ("营业收入翻一番、利润翻三番。", [("营业收入", "1", "番"), ("利润", "3", "番")]),
        (
            "汽车制造业、电气机械和器材制造业投资分别增长20%和38%。",
            [("汽车制造业投资", "20", "%"), ("电气机械和器材制造业投资", "38", "%")],
        ),
        (
            "软件和信息服务业，金融业，住宿和餐饮业增加值分别增长8%、7%和6%。",
            [("软件和信息服务业增加值", "8", "%"), ("金融业增加值", "7", "%"), ("住宿和餐饮业增加值", "6", "%")],
        ),
        (
            "一二三产增加值分别增长3%、6%和5%。",
            [("第一产业增加值", "3", "%"), ("第二产业增加值", "6", "%"), ("第三产业增加值", "5", "%")],
        ),
        ("地级及以上城市细颗粒物浓度下降3%。", [("地级及以上城市细颗粒物浓度", "-3", "%")]),
        (
            "产品全球市场占有率达32%，居世界第二。",
            [("产品全球市场占有率", "32", "%"), ("产品全球市场占有率世界排名", "2", "位")],
        ),
        ("入选全国县域经济百强第22位。", [("全国县域经济百强排名", "22", "位")]),
        (
            "营收117亿元，位列中国民营企业500强第86位。",
            [("营收", "11700000000", "元"), ("中国民营企业500强排名", "86", "位")],
        ),
        (
            "中心总建筑面积1.5万平方米，总投资2亿元。",
            [("中心总建筑面积", "15000", "平方米"), ("中心总投资", "200000000", "元")],
        ),
        ("形成5个500亿元产业。", [("500亿元产业", "5", "个")]),
        ("新签合同78亿元。", [("新签合同", "7800000000", "元")]),
        ("可再生能源装机占比达56%。", [("可再生能源装机占比", "56", "%")]),
        ("事故起数较“十三五”同期下降5%。", [("事故起数", "-5", "%")]),
        ("高新产业完成产值6亿元。", [("高新产业产值", "600000000", "元")]),
        ("有以甲大学为代表的高校30所。", [("高校", "30", "所")]),
        ("给予最高100万元的研发补助。", [("研发补助", "1000000", "元")]),
        ("地区生产总值迈上2万亿元台阶。", [("地区生产总值", "2000000000000", "元")]),
        ("高新企业5年增加2000家。", [("高新企业", "2000", "家")]),
        ("获批国产1类创新药。", []),
    ],
)
def test_find_observations_words_the_indicator(text: str, read: list[tuple[str, str, str]]) -> None:
    assert _read(text) == read


@pytest.mark.parametrize(
    ("text", "indicators", "value", "sign"),
    [
        ("渔业产值增速居全国第6位。", ["渔业产值增速全国排名"], 6, "="),
        ("市场环境、法治环境均居全国前三。", ["市场环境全国排名", "法治环境全国排名"], 3, "<="),
        ("货运量跃居全国首位。", ["货运量全国排名"], 1, "="),
        ("芜湖市是第2大贸易伙伴。", ["贸易伙伴排名"], 2, "="),
        ("专利数和论文数居全国第2位。", ["专利数全国排名", "论文数全国排名"], 2, "="),
        ("科技与金融融合指数居全省第2位。", ["科技与金融融合指数全省排名"], 2, "="),
    ],
)
def test_find_observations_reads_ranks(text: str, indicators: list[str], value: int, sign: str) -> None:
    found = _observe(text)
    assert [rank.indicator for rank in found] == indicators
    assert {(rank.kind, rank.value, rank.unit, rank.comparator) for rank in found} == {("rank", value, "位", sign)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("产值增长5%。", "growth"),
        ("产值提高到5亿元。", "level"),
        ("绿化覆盖率提高到45%。", "share"),
        ("绿化覆盖率提高2个百分点。", "growth"),
        ("工业用电增速达5%。", "growth"),
        ("销售收入增长3倍。", "growth"),
        ("出口额的增长5亿元。", "growth"),
    ],
)
def test_find_observations_tells_kinds_apart(text: str, kind: str) -> None:
    assert [found.kind for found in _observe(text)] == [kind]


def test_what_a_number_is_compared_with_is_a_level() -> None:
    found = _observe("2022年业务规模432亿元，较2020年的53亿元增长了7倍多。")
    assert [(o.kind, o.period) for o in found] == [("level", "2022"), ("level", "2020"), ("growth", "2022")]


@pytest.mark.parametrize(
    ("number", "sign"),
    [
        ("超300家", ">"),
        ("300余家", ">"),
        ("近300家", "~"),
        ("300家左右", "~"),
        ("300家以上", ">="),
        ("不少于300家", ">="),
        ("不超过300家", "<="),
        ("不足300家", "<"),
        ("达300家", "="),
    ],
)
def test_find_observations_reads_comparators(number: str, sign: str) -> None:
    (found,) = _observe(f"全市科技型企业{number}。")
    assert (found.value, found.comparator) == (300, sign)


def test_find_observations_gives_both_ends_of_a_range() -> None:
    low, high = _observe("全市经济增长5%至6%。")
    assert (low.value, low.comparator, high.value, high.comparator) == (5, ">=", 6, "<=")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("五年来，全市经济稳步增长。\n城镇化率从60%提高到66%。", "2020"),
        ("一、2025年工作回顾\n过去一年，全市经济稳步增长。\n绿色出行比例从75%提高到76%。", "2024"),
        (
            "“十四五”时期，人均生产总值从2020年的10万元提高到2025年的14万元。\n公共预算收入从70亿元提高到88亿元。",
            "2020",
        ),
        ("研发投入强度从2.7%提高到3.3%。", "2020"),
        ("五年来，全市经济稳步增长。\n近三年，新增岗位6万个。\n医院从20家增加到30家。", "2020"),
    ],
)
def test_what_something_rose_from_in_a_report_is_of_the_year_before_it(text: str, first: str) -> None:
    *_, before, after = _observe(text, published="2026-01-20", title="2026年芜湖市政府工作报告")
    assert (before.period, after.period) == (first, "2025")


def test_what_began_in_a_year_is_not_the_time_of_a_report() -> None:
    text = "五年来，工业增速2022年以来连续16个季度高于全国。\n县域新增规上企业300家。"
    *_, added = _observe(text, published="2026-01-20", title="2026年芜湖市政府工作报告")
    assert added.period == "2021/2025"


def test_recent_years_in_a_report_are_of_their_clause_alone():
    text = "建成面积占比达到66%，近3年提升21个百分点。\n推广良种380万亩。"
    *_, spread = _observe(text, published="2024-01-20", title="2024年芜湖市政府工作报告")
    assert (spread.indicator, spread.period) == ("推广良种", "2023")


def test_a_region_in_a_quoted_name_is_no_subject():
    text = "芜湖获评“全国旅游强市”称号。\n接待游客300万人次。"
    assert _observe(text)[-1].about == CITY


def test_less_than_before_is_negative_growth_and_a_cut_is_a_cut() -> None:
    (less,) = _observe("2023年全市出口额同比减少26.09%。")
    assert (less.indicator, str(less.value), less.kind) == ("出口额", "-26.09", "growth")
    (cut,) = _observe("全市单位能耗减少5%。")
    assert (cut.indicator, str(cut.value), cut.kind) == ("单位能耗减少", "5", "growth")


def test_find_observations_turns_a_falling_range_round() -> None:
    found = [(o.comparator, int(o.value)) for o in _observe("2023年全市出口额同比下降3%至5%。")]
    assert sorted(found) == [("<=", -3), (">=", -5)]


@pytest.mark.parametrize(
    "text",
    [
        "第六届文化节在芜湖开幕。",
        "聚焦“三个环节”，打造千亿级产业集群。",
        "单笔50万元以下的贷款免担保。",
        "年满60周岁的老人走进千家万户。",
        "5G基站覆盖八大工程，一家企业落户。",
        "（国办发〔2019〕4号）第三十六条有规定。",
        "推进117项目，两会召开。",
        "数十个大棚受损，违反中央八项规定。",
        "法院判决公司支付二倍工资。",
        "新引进投资超百亿元制造业项目。",
    ],
)
def test_find_observations_leaves_other_numbers_alone(text: str) -> None:
    assert _observe(text) == []


@pytest.mark.parametrize(
    ("text", "status", "period"),
    [
        ("2023年，全市新增企业50家。", "actual", "2023"),
        ("力争新增企业50家。", "target", None),
        ("到2030年，新增企业达50家。", "target", "2030"),
        ("今年上半年新增企业50家。", "actual", "2024-01/2024-06"),
        ("江陵重工明年还将新建厂房50家。", "target", "2025"),
        ("工作目标顺利完成，新增企业50家。", "actual", None),
        ("芜湖争取到位专项资金10亿元。", "actual", None),
        ("芜湖将加强统筹，明确了34项任务。", "actual", None),
        ("具体措施包括：一是提供50套住房。", "target", None),
        ("同意芜湖合建50个气象站。", "target", None),
        ("芜湖提出2025年恢复50条客运航线。", "target", "2025"),
        ("会议表彰了2022年度科学技术奖获奖集体，全面总结2022年以来科技工作。\n119项科技成果获奖。", "actual", "2022"),
        ("全年产量我们预计会突破50家。", "target", "2024"),
        ("产量将会达到50吨。", "target", None),
        ("芜湖提出2025年建成集群，去年新增企业50家。", "actual", "2023"),
        ("芜湖上半年完成年度计划投资50亿元。", "actual", "2024-01/2024-06"),
        ("自提出倡议以来，芜湖恢复50条客运航线。", "actual", None),
        ("芜湖安排重点项目，年度计划投资50亿元。", "target", None),
        ("50个泊位计划年底前建成投产。", "target", None),
        ("芜湖今年将围绕汽车产业，安排建设厂房50栋。", "target", "2024"),
    ],
)
def test_find_observations_says_when_and_whether(text: str, status: str, period: str | None) -> None:
    (found,) = _observe(text)
    assert (found.status, found.period) == (status, period)


def test_a_plan_goes_on_with_its_verb_and_ends_with_what_is_done() -> None:
    found = _observe("芜湖计划安排重点项目50个；安排预备项目40个；完成前期项目30个。")
    assert [observation.status for observation in found] == ["target", "target", "actual"]
    found = _observe("芜湖计划开工厂房50栋，目前有40栋厂房已于3月开工建设。")
    assert [observation.status for observation in found] == ["target", "actual"]


def test_find_observations_carries_the_time_through_a_paragraph_only() -> None:
    found = _observe("2023年，全市新增企业50家。\n开通航线3条。\n\n开通航线4条。")
    assert [observation.period for observation in found] == ["2023", "2023", None]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("8月4日，全市签约项目12个。\n总投资80亿元。\n园区道路长20公里。", ["2024-08-04", "2024-08-04", None]),
        ("去年，全市新增企业50家。\n目前，开通航线13条。", ["2023", None]),
        ("今年5月，江陵重工与高校签约，计划投入研发经费3亿元。", [None]),
        ("今年江陵重工扩建厂房，投产后年产值将达2亿元。", [None]),
        ("利润8亿元，上年同期为6亿元，销量3万辆。", [None, "2023", None]),
        ("6月末，存款余额增长12%，增速分别比一季度末和上年同期高2个百分点。", ["2024-06", "2024-06"]),
        ("20年来，城镇化率由31%提升至59%。", ["2004", "2024"]),
        ("发挥支撑作用2023年上半年，全市利润8亿元。", ["2023-01/2023-06"]),
        ("2023年，全市利润8亿元，其中企业利润3亿元。", ["2023", "2023"]),
    ],
)
def test_find_observations_takes_a_time_over_no_further_than_it_holds(text: str, periods: list[str | None]) -> None:
    assert [found.period for found in _observe(text)] == periods


def test_find_observations_knows_when_a_thing_was_opened() -> None:
    (found,) = _observe("去年3月开通服务热线。\n开通以来，热线办结诉求887件。")
    assert found.period == "2023-03/2024-08"


def test_find_observations_knows_the_parts_of_a_work_report() -> None:
    text = "一、2023年工作回顾\n\n建成农村公路80公里。\n\n二、2024年工作安排\n\n建成农村公路90公里。"
    done, planned = _observe(text, published="2024-01-20", title="2024年芜湖市政府工作报告")
    assert (done.status, done.period, planned.status, planned.period) == ("actual", "2023", "target", "2024")


@pytest.mark.parametrize(
    ("piece", "status", "period"),
    [
        (
            "加快工业强市建设。\n新增规上企业50家以上。\n推进城乡融合，建设高标准农田8万亩。\n深化改革。\n确保粮食丰收。",
            "target",
            "2024",
        ),
        ("工业强市成效明显。\n新增规上企业50家。\n出口增长9%，建成高标准农田8万亩。", "actual", "2023"),
    ],
)
def test_a_piece_of_a_report_is_told_by_how_it_reads(piece, status, period):
    observations = _observe(piece, published="2024-01-20", title="2024年芜湖市政府工作报告")
    assert len(observations) >= 2
    assert {(observation.status, observation.period) for observation in observations} == {(status, period)}


@pytest.mark.parametrize("title", ["2023年度董事会工作报告", "代表热议政府工作报告精神"])
def test_only_a_governments_own_report_is_told_by_how_it_reads(title):
    text = "加快研发。\n推进数字化。\n深化改革。\n加强培训。\n培训员工200人以上。\n确保安全生产。"
    (observation,) = _observe(text, published="2024-01-20", title=title)
    assert observation.status == "actual"


def test_a_report_with_its_headings_is_told_by_them():
    text = "一、2023年工作回顾\n新增规上企业50家以上。\n加快工业强市建设。"
    (observation,) = _observe(text, published="2024-01-20", title="2024年芜湖市政府工作报告")
    assert (observation.status, observation.period) == ("actual", "2023")


def test_find_observations_says_of_whom() -> None:
    found = _observe("江陵重工、东岭汽车的销量分别为3万辆、2万辆。")
    assert [(sold.indicator, sold.about) for sold in found] == [("销量", FIRM), ("销量", OTHER)]
    assert _observe("江陵重工拥有专利50项。")[0].about == FIRM
    home = _observe("拥有专利50项。")[0].about
    assert home is not None
    assert (home.name, home.scope) == ("芜湖市", "340200")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("江陵重工成立于2008年。\n2018年，公司销售收入达2亿元。", FIRM),
        ("总投资8亿元的江陵重工在芜湖落户。", FIRM),
        ("江陵重工在芜湖落户。\n\n项目总投资8亿元。", FIRM),
        ("东岭汽车拥有专利。\n江陵重工销往全国28个省份。", FIRM),
    ],
)
def test_find_observations_knows_whom_a_common_noun_means(text: str, about: Entity) -> None:
    found = _observe(text)[-1].about
    assert found is not None
    assert found.name == about.name


def test_find_observations_gives_a_list_of_numbers_to_the_list_before() -> None:
    found = _read("货物吞吐量8万吨、旅客吞吐量5万人，分别增长6%和9%。")
    assert found[2:] == [("货物吞吐量", "6", "%"), ("旅客吞吐量", "9", "%")]
    ranks = _observe("科研人员达15万人、技术工人达84万人，均居全国首位。")[2:]
    assert [rank.indicator for rank in ranks] == ["科研人员全国排名", "技术工人全国排名"]


def test_find_observations_keeps_a_statement_once() -> None:
    assert len(_observe("芜湖20个重点项目开工。\n\n2024年8月9日，集中开工重点项目20个。")) == 1
    assert len(_observe("全市新增企业50家。\n全市新增企业50家。")) == 1


def test_find_observations_quotes_the_document() -> None:
    text = "据统计，全市科技型企业达300家以上。"
    (found,) = _observe(text)
    assert found.evidence.quote == "科技型企业达300家以上"
    assert "".join(text[span.start : span.end] for span in found.evidence.spans) == found.evidence.quote


@given(
    st.text(
        alphabet="全市新增企业家个第位居首增长占比超近年月0123456789.%、，。（）“”亿万元的和均分别为至从到", max_size=60
    )
)
def test_find_observations_reads_any_sentence(text: str) -> None:
    for found in _observe(text):
        assert found.indicator
        assert isinstance(found.value, Decimal)
        assert found.evidence.quote in text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("市场主体数突破50万，达52.3万户。", [("市场主体数", "500000", "户"), ("市场主体数", "523000", "户")]),
        (
            "备案规模排名由2020年的全国19位提升至全国11位。",
            [("备案规模全国排名", "19", "位"), ("备案规模全国排名", "11", "位")],
        ),
        (
            "芜湖市外贸在全国15个副省级城市中排名第一，增长5%。",
            [("外贸全国15个副省级城市排名", "1", "位"), ("外贸增长", "5", "%")],
        ),
        (
            "散居孤儿保障标准从每人每月1536元提高到1567元。",
            [("散居孤儿保障标准", "1536", "元"), ("散居孤儿保障标准", "1567", "元")],
        ),
        ("江陵重工以3亿元净利润位居全省第五位。", [("净利润", "300000000", "元"), ("净利润全省排名", "5", "位")]),
        ("可支撑36万个以上的岗位。", [("支撑岗位", "360000", "个")]),
        (
            "外币贷款余额占比0.5%，同比低0.2个百分点。",
            [("外币贷款余额占比", "0.5", "%"), ("外币贷款余额占比", "-0.2", "个百分点")],
        ),
        ("新增上市公司4家、总量达12家。", [("新增上市公司", "4", "家"), ("上市公司总量", "12", "家")]),
        ("公司营收达8亿元。", [("营收", "800000000", "元")]),
        ("经济密度达到77亿元/平方公里。", [("经济密度", "7700000000", "元/平方公里")]),
        (
            "住宅均价约为2.6万元每平方米，煤价为800元/吨。",
            [("住宅均价", "26000", "元/平方米"), ("煤价", "800", "元/吨")],
        ),
        ("订单量突破5万，达到3亿元。", []),
        ("锂电装机占比从23.3%提高到40.4%。", [("锂电装机占比", "23.3", "%"), ("锂电装机占比", "40.4", "%")]),
        (
            "技改投资占工业投资比重由17.9%提升至35.5%。",
            [("技改投资占工业投资比重", "17.9", "%"), ("技改投资占工业投资比重", "35.5", "%")],
        ),
        (
            "文创产业增加值增长5%，占全市GDP10.4%。",
            [("文创产业增加值", "5", "%"), ("文创产业增加值占全市GDP比重", "10.4", "%")],
        ),
        (
            "培育2-3家具有影响力的会展集团。",
            [("培育具有影响力的会展集团", "2", "家"), ("培育具有影响力的会展集团", "3", "家")],
        ),
        (
            "居民人均收入4.2万元，其中城镇5.1万元、农村2.6万元。",
            [("居民人均收入", "42000", "元"), ("城镇居民人均收入", "51000", "元"), ("农村居民人均收入", "26000", "元")],
        ),
        (
            "培育设计中心42家，其中国家级2家、省级18家。",
            [("培育设计中心", "42", "家"), ("国家级设计中心", "2", "家"), ("省级设计中心", "18", "家")],
        ),
        ("接待游客6800万人次，恢复至2019年的98%。", [("接待游客", "68000000", "人次"), ("接待游客", "98", "%")]),
        ("常住人口突破千万大关，达1012万人。", [("常住人口", "10120000", "人")]),
        ("调查失业率平均为5.2%。", [("调查失业率", "5.2", "%")]),
        (
            "服务业营收增长10%，高于全国平均2.3个百分点，居中部第一。",
            [("服务业营收", "10", "%"), ("服务业营收高于全国", "2.3", "个百分点"), ("服务业营收中部排名", "1", "位")],
        ),
        ("新建书院、剧场各20家。", [("新建书院", "20", "家"), ("剧场", "20", "家")]),
        ("人均预期寿命达79.5岁，65岁以上老人体检。", [("人均预期寿命", "79.5", "岁")]),
        ("八成以上财政资金用于民生。", [("民生财政资金占比", "80", "%")]),
        ("高级工程师100人，其中省级20人。", [("高级工程师", "100", "人"), ("省级高级工程师", "20", "人")]),
        ("A级景区9家，其中5A级2家。", [("A级景区", "9", "家"), ("5A级景区", "2", "家")]),
        ("80%。", []),
        ("100%免费，五成新的汽车，八成三的居民满意。", []),
        ("10.5岁儿童体检。", []),
        ("跻身GDP3万亿城市行列。", []),
        ("寿命从75岁提高到79.5岁。", [("寿命", "75", "岁"), ("寿命", "79.5", "岁")]),
        ("省里支持1489个县。", [("支持县", "1489", "个")]),
        ("能耗、排放强度分别约为全国平均的70%、60%。", [("能耗", "70", "%"), ("排放强度", "60", "%")]),
        ("江陵重工(688021)报收于25.81元，上涨0.04%。", [("报收", "25.81", "元"), ("报收", "0.04", "%")]),
        ("全市累计申报1000万元补助。", [("申报补助", "10000000", "元")]),
        ("工业占比40%，增长8%。", [("工业占比", "40", "%")]),
        ("全国劳模全省38名。", [("劳模全省", "38", "名")]),
    ],
)
def test_find_observations_reads_what_leans_on_the_number_beside_it(
    text: str, found: list[tuple[str, str, str]]
) -> None:
    observed = [(each.indicator, each.value, each.unit) for each in _observe(text)]
    assert observed == [(name, Decimal(value), unit) for name, value, unit in found]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("江陵重工发布了《2024中国铸造行业发展报告》。\n报告显示，全行业铸件产量达5000万吨。", CITY),
        ("江陵重工建成新厂。\n据行业协会统计，铸件出口量达300万吨。", CITY),
        ("江陵重工建成新厂。\n铸件出口量达3万吨。", FIRM),
        ("江陵重工研报称，行业铸件产量达5000万吨。", CITY),
        ("江陵证券预计，全年铸件产量达5000万吨。", CITY),
        ("江陵证券上半年营收达8亿元。", BROKER),
        ("目录共有45家企业入围，其中12家企业来自芜湖。", CITY),
        ("江陵重工扩产。\n据不完全统计，一期产能达30万台。", FIRM),
        ("江陵重工发布《2024年半年度报告》。\n报告显示，研发投入达3亿元。", FIRM),
        ("江陵重工数据显示，7月销量达3万台。", FIRM),
        ("市数据局发布数据，上半年生产总值达300亿元。\n分产业看，工业增加值达90亿元。", CITY),
        ("市数据局7日公布统计显示，工业增加值达90亿元。", CITY),
        ("江陵重工30%的收入来自芜湖。", FIRM),
    ],
)
def test_find_observations_gives_no_number_to_whoever_only_reports_it(text: str, about: Entity) -> None:
    found = _observe(text)[-1].about
    assert found is not None
    assert found.name == about.name


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("某网8月7日电 题：上半年芜湖外贸增势良好。\n\n出口总额达30亿元。", "2024-01/2024-06"),
        ("某网8月7日电 题：上半年芜湖外贸增势良好。\n\n江陵重工出口总额达3亿元。", None),
        ("某网8月7日电 题：上半年芜湖外贸增势良好。\n\n目前，出口企业达300家。", None),
        ("上半年，芜湖外贸增长5%。\n\n出口总额达30亿元。", None),
        ("规模由2020年的5亿元增长到8亿元。", None),
        ("2024年，规模较2020年的5亿元增加了3亿元。", "2024"),
        ("从2018年到2022年，芜湖市新增企业50家，带动就业3000人。", "2018/2022"),
        ("芜湖力争2025年工业总产值突破5000亿元\n\n规上企业达1200家。", None),
        ("某网8月7日电 题：上半年芜湖外贸增势良好。\n\n全市现有高新企业500家。", None),
    ],
)
def test_find_observations_takes_the_period_of_the_title_for_the_region(text: str, period: str | None) -> None:
    assert _observe(text)[-1].period == period


def test_find_observations_measures_what_the_clause_before_tells_of() -> None:
    found = _observe("全市电池、组件产量再创新高，同比增长均超过65%。")
    assert [each.indicator for each in found] == ["电池产量", "组件产量"]
    found = _observe("工业经济稳步回升，工业增加值增长3%、1至4月增长4%。")
    assert [each.indicator for each in found] == ["工业增加值", "工业增加值"]


def test_find_observations_tells_things_apart_by_their_places() -> None:
    found = _observe("全市评出一、二、三等奖各5名。")
    assert [each.indicator for each in found] == ["评出一等奖", "评出二等奖", "评出三等奖"]


def test_find_observations_takes_no_record_for_a_time() -> None:
    found = _observe("2023年，全市粮食产量251万吨，创近十年来新高；油料产量增长3%。")
    assert [each.period for each in found] == ["2023", "2023"]


def test_find_observations_names_a_number_without_the_words_around_its_noun() -> None:
    found = _observe("此外，江陵重工还需另外支付运输费用3万元，发行债券3只、发行规模6亿元。")
    assert [each.indicator for each in found] == ["支付运输费用", "发行债券", "发行规模"]


def test_find_observations_gives_a_firm_what_a_text_of_no_region_on_it_counts() -> None:
    text = "江陵重工发布2024年半年度报告，报告期内，江陵重工实现营收4亿元。\n\n海外订单达300台。\n\n目前，江陵重工在售机型20款。"
    found = _observe(text, region="全国")
    assert [(each.about.name if each.about else None, each.period) for each in found] == [
        (FIRM.name, "2024-01/2024-06"),
        (FIRM.name, "2024-01/2024-06"),
        (FIRM.name, None),
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "江陵重工、东岭汽车营收分别为3亿元、2亿元，分别增长5%、4%。",
            [("营收", FIRM, 300000000), ("营收", OTHER, 200000000), ("营收", FIRM, 5), ("营收", OTHER, 4)],
        ),
        (
            "江陵重工、东岭汽车等企业加快扩产，营收均超过3亿元。",
            [("营收", FIRM, 300000000), ("营收", OTHER, 300000000)],
        ),
        ("江陵重工、东岭汽车涨超5%。", [("涨幅", FIRM, 5), ("涨幅", OTHER, 5)]),
        ("江陵重工、东岭汽车跌超3%。", [("跌幅", FIRM, 3), ("跌幅", OTHER, 3)]),
        ("江陵重工和东岭汽车分列榜单第二位和第三位。", [("榜单排名", FIRM, 2), ("榜单排名", OTHER, 3)]),
        (
            "全市新能源汽车交付5万辆，其中江陵重工（3万辆）居首。",
            [("新能源汽车交付", CITY, 50000), ("新能源汽车交付", FIRM, 30000)],
        ),
        ("江陵重工、东岭汽车共有员工800人。", [("员工", CITY, 800)]),
        (
            "全市有历史建筑18幢，其中，镜湖区有9幢、弋江区5幢、鸠江区和湾沚区各2幢。",
            [
                ("历史建筑", CITY, 18),
                ("历史建筑", DISTRICTS["镜湖区"], 9),
                ("历史建筑", DISTRICTS["弋江区"], 5),
                ("历史建筑", DISTRICTS["鸠江区"], 2),
                ("历史建筑", DISTRICTS["湾沚区"], 2),
            ],
        ),
        ("江陵重工营收增长8%，东部地区增长5%。", [("营收", FIRM, 8)]),
        (
            "东部地区增加值增长7%，中部地区增长8%，东北地区下降3%。",
            [("增加值", PARTS["东部地区"], 7), ("增加值", PARTS["中部地区"], 8), ("增加值", PARTS["东北地区"], -3)],
        ),
    ],
)
def test_find_observations_gives_each_of_a_list_its_number(text: str, read: list[tuple[str, Entity, int]]) -> None:
    found = [(one.indicator, one.about.name if one.about else "", int(one.value)) for one in _observe(text)]
    assert found == [(indicator, about.name, value) for indicator, about, value in read]


def test_find_observations_gives_each_of_a_list_of_years_its_number() -> None:
    found = _observe("2022年、2023年全市进出口总额分别为40亿元、50亿元。")
    assert [(one.period, int(one.value)) for one in found] == [("2022", 4000000000), ("2023", 5000000000)]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("冷轧基地项目总投资20亿元。", MILL),
        ("全市引进项目20个，其中冷轧基地项目占两成。", CITY),
        ("市数据局局长介绍，该局推行“一网通办”，审批材料减少50%。", BUREAU),
        ("江陵重工发展很快。\n今年上榜的50家上市公司营收达5000亿元。", CITY),
    ],
)
def test_find_observations_knows_projects_bureaus_and_all_firms_of_a_list(text: str, about: Entity) -> None:
    found = _observe(text)[-1].about
    assert found is not None
    assert found.name == about.name


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        (
            "8月8日，全市教育项目集中开工。\n2022年，全市新建学校4所。\n本次集中开工的项目共16个。",
            ["2022", "2024-08-08"],
        ),
        ("2023年，全市实现营收118亿元。\n全市累计建成5G基站460个。", ["2023", None]),
        ("2019年，全市获批汽车城。\n园区汇聚企业200家。", [None]),
        ("1958年9月1日，炼钢厂投产。\n8月8日，全市项目开工。\n此次集中开工的项目共16个。", ["2024-08-08"]),
        ("2023年11月至2024年2月，用电量5亿千瓦时，上年同期为4亿千瓦时。", ["2023-11/2024-02", "2022-11/2023-02"]),
        ("上市企业中，江陵重工上半年营收5亿元，同比增长6%。", ["2024-01/2024-06", "2024-01/2024-06"]),
    ],
)
def test_find_observations_knows_what_an_earlier_time_is_not_of(text: str, periods: list[str | None]) -> None:
    assert [found.period for found in _observe(text)] == periods


def test_find_observations_says_what_grows_on_the_month_before() -> None:
    text = "7月，社会消费品零售总额同比增长2.5%，环比下降0.06%。"
    assert [name for name, _, _ in _read(text)] == ["社会消费品零售总额", "社会消费品零售总额环比"]


def test_each_of_a_list_has_what_the_next_clause_tells_of_each() -> None:
    found = _observe("江陵重工和东岭汽车相继成立，注册资本分别为2亿元和3亿元。")
    assert [(o.about.name if o.about else "", o.indicator) for o in found] == [
        ("江陵重工有限公司", "注册资本"),
        ("东岭汽车有限公司", "注册资本"),
    ]


def test_an_amount_against_the_years_start_is_a_growth() -> None:
    _, more = _observe("贷款余额900亿元，比年初增加100亿元。")
    assert (more.indicator, more.kind) == ("贷款余额", "growth")


def test_find_observations_names_a_turnover_by_its_industry() -> None:
    found = _observe("软件产业不断壮大，2023年实现营收118亿元，同比增长10.4%。")
    assert [one.indicator for one in found] == ["软件产业营收", "软件产业营收"]


def test_find_observations_ranks_each_thing_of_a_total() -> None:
    found = _observe("全市建成充电站960座、充电桩9330个，总量均居全省第三。")
    ranks = [one.indicator for one in found if one.kind == "rank"]
    assert ranks == ["建成充电站总量全省排名", "建成充电桩总量全省排名"]


def test_find_observations_believes_what_stands_behind_a_number() -> None:
    assert [one.comparator for one in _observe("城镇调查失业率控制在5.5%左右。")] == ["~"]
    assert [one.comparator for one in _observe("城镇调查失业率控制在5.5%以内。")] == ["<="]


def test_find_observations_reads_a_list_of_plain_numbers_before_its_unit() -> None:
    text = "规上工业增加值增长7.1%，分别高于全国、全省3.3、4.6个百分点。"
    assert [(name, value) for name, value, _ in _read(text)] == [
        ("规上工业增加值", "7.1"),
        ("规上工业增加值高于全国", "3.3"),
        ("规上工业增加值高于全省", "4.6"),
    ]


def test_find_observations_goes_on_with_what_is_singled_out() -> None:
    text = "工业投资、基础设施投资规模均居全省第一，特别是工业投资，同比增长33.3%。"
    assert _read(text)[-1] == ("工业投资", "33.3", "%")


def test_find_observations_takes_no_dateline_for_the_day_of_the_event() -> None:
    text = "江城新闻8月9日讯，8月8日，全市创业大赛举行。\n现场比拼激烈，15个项目展开角逐。"
    assert _observe(text)[-1].period == "2024-08-08"


def test_find_observations_knows_the_same_time_of_the_year_before() -> None:
    text = "上半年，江陵重工实现营业收入8003万元，净利润393万元，上年同期为219万元。"
    assert [one.period for one in _observe(text)] == ["2024-01/2024-06", "2024-01/2024-06", "2023-01/2023-06"]


def test_find_observations_ranks_the_sides_of_what_was_named_before() -> None:
    found = _observe("清洁能源装机容量达1101万千瓦，占总装机容量52%，容量及占比居全省第一。")[2:]
    assert [rank.indicator for rank in found] == ["清洁能源装机容量全省排名", "清洁能源装机容量占比全省排名"]
    found = _observe("新设台企户数和实际使用台资规模连续4年居全国首位。")[1:]
    assert [rank.indicator for rank in found] == ["新设台企户数全国排名", "实际使用台资规模全国排名"]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("镜湖区围绕光电、食品等，正在做强12条产业链。", DISTRICTS["镜湖区"]),
        ("在镜湖区内，外贸企业已有30家。", DISTRICTS["镜湖区"]),
        ("江陵重工开行班列594列，带动镜湖区与沿线国家贸易增长26%。", DISTRICTS["镜湖区"]),
    ],
)
def test_find_observations_knows_the_region_that_a_clause_speaks_of(text: str, about: Entity) -> None:
    assert _observe(text)[-1].about == about


def test_find_observations_gives_the_parts_to_whom_the_whole_was() -> None:
    found = _observe("8月9日，江陵重工签订35个合作项目。\n其中，工业项目12个；贸易项目18个。")
    assert [(one.about, one.period) for one in found] == [(FIRM, "2024-08-09")] * 3
    apart = _observe("去年，江陵重工签订35个合作项目。\n我市深入实施文旅融合。\n其中，红色景区5个。")[-1]
    assert apart.about != FIRM


def test_find_observations_dates_what_is_so_far_by_the_month() -> None:
    assert _observe("截至目前，全市累计建成公园12个。")[0].period == "2024-08"


def test_find_observations_gives_trade_with_a_country_to_the_region() -> None:
    found = _observe("前7个月，全市出口30亿元。\n前7个月，德国和法国进出口额分别为12亿元和9亿元。")[1:]
    assert [(one.indicator, one.about and one.about.name) for one in found] == [
        ("德国进出口额", "芜湖市"),
        ("法国进出口额", "芜湖市"),
    ]


def test_find_observations_goes_back_to_the_nation_behind_an_example() -> None:
    sold = "上半年，新能源汽车销量达到300万辆。"
    found = _observe(f"鸠江区开工建厂。\n镜湖区扩大投资。\n{sold}", region="全国")[-1].about
    assert found is not None
    assert found.name == "中国"
    assert _observe(f"镜湖区扩大投资。\n{sold}", region="全国")[-1].about == DISTRICTS["镜湖区"]


def test_find_observations_dates_the_whole_year_of_goals_by_their_part() -> None:
    text = "三、2024年重点工作\n\n扩大有效需求。\n全年投资增长5%左右。"
    found = _observe(text, published="2024-02-10", title="2024年芜湖市政府工作报告")[-1]
    assert (found.status, found.period) == ("target", "2024")


def test_find_observations_calls_the_listed_firm_the_firm() -> None:
    text = "江陵重工（600123.SH）公布中报。\n东岭汽车是其子公司。\n公司净利润3亿元。"
    assert _observe(text)[-1].about == FIRM


@pytest.mark.parametrize(
    "text",
    [
        "这一数字较上年的7.2亿元扩大。",
        "提出“5大路径”。",
        "排名均上升1位。",
        "并处罚金人民币五十万元。",
        "市值前10名榜单中有江陵重工。",
        "凭借18亿元，江陵重工入股。",
    ],
)
def test_find_observations_leaves_out_what_measures_nothing(text: str) -> None:
    assert _observe(text) == []


@pytest.mark.parametrize("name", ["新建和谐社区", "除险加固水库", "共用基站"])
def test_find_observations_cuts_no_word_in_two(name: str) -> None:
    assert _read(f"{name}20个。") == [(name, "20", "个")]


def test_find_observations_points_back_at_whole_words_only() -> None:
    found = _observe("市数据局推行改革。\n该局域网投资3亿元。\n该局投资5亿元。")
    assert [one.about.name for one in found if one.about] == ["芜湖市", BUREAU.name]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2020年至2022年，江陵重工毛利率分别为5%、6%、7%。", ["2020", "2021", "2022"]),
        ("2021年度及2022年度，江陵重工的主营业务毛利率分别为5%和6%。", ["2021", "2022"]),
        ("2021年芜湖市外贸额比2019年和2020年分别增长8%和12%。", ["2021", "2021"]),
        ("“十四五”时期，全市研发强度由2%提高到3%。", ["2020", "2025"]),
        ("江陵博览会7月20日—23日在芜湖举办。\n现场签约项目50个。", ["2024-07-20/2024-07-23"]),
        ("江陵博览会7月20日—23日在芜湖举办。\n2023年，全市外贸良好。\n全市签约项目50个。", ["2023"]),
        ("消防演练7月20日在芜湖举行。\n全市签约项目50个。", [None]),
        ("博览会新闻发布会7月20日在芜湖举行。\n全市参展企业50家。", [None]),
        ("截至2022年底，全市研发团队由50名成员组成。", ["2022"]),
    ],
)
def test_the_rules_propose_for_each_number_its_own_time(text: str, periods: list[str | None]) -> None:
    proposed = _observe(text, date=lambda dated, _: dated.observation.period)
    assert [found.period for found in proposed] == periods


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("8月6日，工业项目推进会在芜湖举行。\n当天，全市签约项目12个。", ["2024-08-06"]),
        ("8月6日，30个项目开工，同日12个项目投产。", ["2024-08-06", "2024-08-06"]),
        ("当天，全市签约项目12个。", [None]),
        ("8月6日，工业项目推进会在芜湖举行。\n当天12个项目签约。", ["2024-08-06"]),
        ("1949年10月1日，举行庆典。\n\n当天，全市签约项目12个。", [None]),
    ],
)
def test_find_observations_knows_the_day_that_was_told(text: str, periods: list[str | None]) -> None:
    assert [found.period for found in _observe(text)] == periods


def test_a_question_for_goals_opens_no_part_of_goals() -> None:
    assert [found.status for found in _observe("全市未来发展目标是什么？\n全市新增企业12家。")] == ["actual"]


def test_find_observations_takes_growth_for_that_of_the_number_before() -> None:
    found = _observe("全国固定资产投资3713亿元，同比增长7%；芜湖市投资30亿元，增长8%。")
    assert [one.about and one.about.name for one in found] == ["中国", "中国", "芜湖市", "芜湖市"]


def test_numbers_behind_the_names_of_a_list_are_of_what_the_sentence_lists():
    listed = _observe("在GDP前三的城区中，镜湖区（800亿元）、弋江区（650亿元）继续领先。")
    assert [(o.indicator, o.value, o.about) for o in listed] == [
        ("GDP", 80_000_000_000, DISTRICTS["镜湖区"]),
        ("GDP", 65_000_000_000, DISTRICTS["弋江区"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "城区中，镜湖区（800亿元）继续领先。",
        "进出口总额大幅增长，镜湖区（87家）、弋江区（80家）上榜。",
        "市值持续走高，在获奖名单中，镜湖区（5亿元）列第一。",
        "营收保持增长的城区中，镜湖区（120家）、弋江区（80家）上榜。",
    ],
)
def test_numbers_behind_names_measure_nothing_that_is_not_listed(text: str) -> None:
    assert _observe(text) == []


@pytest.mark.parametrize(
    ("text", "published", "title", "periods"),
    [
        ("力争全年规上工业产值增长15%。", "2022-01-10", None, ["2022"]),
        ("全年规上工业产值增长15%。", "2022-01-10", None, ["2021"]),
        (
            "公共预算收入5年增长18%。\n全年出口增长4%，快于2019年1.8个百分点。",
            "2022-01-10",
            None,
            ["2017/2021", "2021", "2021"],
        ),
        ("2014年投资是“十一五”时期的3.6倍。", "2016-02-10", None, ["2014"]),
    ],
)
def test_find_observations_says_which_year_is_meant(text, published, title, periods):
    assert [found.period for found in _observe(text, published=published, title=title)] == periods


def test_the_own_year_of_a_bulletin_is_that_of_its_title():
    sentences = ["芜湖市2021年国民经济和社会发展统计公报", "在建项目513个，其中本年新开工项目91个。"]
    spans = (Span(0, len(sentences[0])), Span(len(sentences[0]) + 1, len(sentences[0]) + 1 + len(sentences[1])))
    head = Sentence(text=sentences[0], pieces=(spans[0],), block="heading", paragraph=0)
    body = Sentence(text=sentences[1], pieces=(spans[1],), paragraph=1)
    document = Document(id="t", text="\n".join(sentences), published="2022-03-12", region="安徽省芜湖市")
    found = find_observations([head, body], _mentions(head) | _mentions(body), document, KNOWLEDGE)
    assert [(f.indicator, f.period) for f in found] == [("在建项目", "2021"), ("新开工项目", "2021")]


def test_a_text_that_portrays_a_firm_is_on_it_whatever_its_region():
    lead = "江陵重工成立于2001年，总部位于芜湖市。\n江陵重工不断创新，江陵重工产品畅销。\n\n"
    assert [found.about for found in _observe(f"{lead}截至2023年底，累计申请专利1685项。")] == [FIRM]
    told = "江陵重工传来好消息。\n江陵重工不断创新，江陵重工产品畅销。\n\n截至2023年底，累计申请专利1685项。"
    assert [getattr(found.about, "name", None) for found in _observe(told)] == ["芜湖市"]


def test_what_all_shares_of_a_list_rank_is_each_ones():
    found = _read("园林绿化覆盖率、绿地率分别达46%、43%，均居全国第2。")
    assert [indicator for indicator, _, unit in found if unit == "位"] == ["园林绿化覆盖率全国排名", "绿地率全国排名"]


def test_a_district_behind_its_city_is_who_is_meant():
    found = _observe("芜湖镜湖区、芜湖弋江区产值分别为30亿元、20亿元。")
    assert [o.about.name for o in found] == ["镜湖区", "弋江区"]


def test_what_is_said_of_the_region_is_so_where_a_text_portrays_a_firm():
    lead = "江陵重工成立于2001年，总部位于芜湖市。\n江陵重工不断创新，江陵重工产品畅销。\n\n"
    assert [found.about.name for found in _observe(f"{lead}2023年，我市地区生产总值800亿元。")] == ["芜湖市"]


def test_light_verbs_within_a_name_are_left_out_and_sums_are_not():
    found = [indicator for indicator, _, _ in _read("高新产业实现营业收入30亿元，风电、光电合计产值5亿元。")]
    assert found == ["高新产业营业收入", "风电、光电合计产值"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("太阳能电池、载人汽车出口分别增长6%、7%。", ["太阳能电池出口", "载人汽车出口"]),
        ("机床、新能源汽车产量分别增长6%、7%。", ["机床产量", "新能源汽车产量"]),
        ("单位工业增加值能耗和水耗分别下降67%和74%。", ["单位工业增加值能耗", "单位工业增加值水耗"]),
        ("人均收入、支出分别增长6%、7%。", ["人均收入", "人均支出"]),
        ("一般贸易、加工贸易进出口分别增长6%、7%。", ["一般贸易进出口", "加工贸易进出口"]),
        ("境内、境外上市公司分别达到100家、20家。", ["境内上市公司", "境外上市公司"]),
        ("制造业、服务业项目分别为80个、40个。", ["制造业项目", "服务业项目"]),
        ("发明专利、PCT国际专利申请量分别达4000件、300件。", ["发明专利申请量", "PCT国际专利申请量"]),
        ("新增国家级、省级专精特新企业32家、210家。", ["新增国家级专精特新企业", "省级专精特新企业"]),
        ("汽车、手机产量分别达到5万辆、2万部，增长5%、8%。", ["汽车产量", "手机产量"] * 2),
        ("城乡居民收入分别达到5.1万元、2.1万元，增长5%、8%。", ["城镇居民收入", "农村居民收入"] * 2),
        (
            "汽车、手机产量分别增长5%、8%，高于全省1.1个、2.2个百分点。",
            ["汽车产量", "手机产量", "汽车产量高于全省", "手机产量高于全省"],
        ),
    ],
)
def test_each_of_a_list_is_named_by_what_all_share(text, expected):
    assert [indicator for indicator, _, _ in _read(text)] == expected


def test_a_fraction_may_be_a_rough_one():
    assert [(o.value, o.comparator) for o in _observe("民营企业占1/4左右，外资企业占1/10以上。")] == [
        (25, "~"),
        (10, ">="),
    ]


def test_how_far_time_has_gone_measures_nothing():
    assert [o.indicator for o in _observe("时间过半，任务过半。民营企业占比过半。")] == ["民营企业占比"]


def test_an_unpaired_mark_of_a_title_is_left_out():
    assert [indicator for indicator, _, _ in _read("捐赠《儿童绘本》500册。")] == ["捐赠儿童绘本"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("形成钢材500万吨、水泥300万吨的产能。", ["钢材产能", "水泥产能"]),
        ("新建3条总长为40公里的管线。", ["新建管线", "管线总长"]),
        ("项目投资2亿元，历时4年建成。", ["项目投资", "建成历时时间"]),
        ("在4万平方米的展区内，400余家企业参展。", ["展区", "参展企业"]),
        ("成立100亿产业基金。", ["成立产业基金"]),
        ("在轨卫星数量达到108颗。", ["在轨卫星数量"]),
        ("在轨道交通投资50亿元。", ["轨道交通投资"]),
        ("全市博士后达到120人。", ["博士后"]),
        ("建成建筑面积3万平方米的厂房。", ["建成建筑面积"]),
        ("研发投资5亿元的企业不多。", ["研发投资"]),
        ("冷库面积2万平方米、冷藏车50台的储备规模。", ["冷库面积", "冷藏车"]),
        ("储能电池今年上半年的产量超过30吉瓦时。", ["储能电池的产量"]),
        ("动力电池上半年装车量约20吉瓦时。", ["动力电池装车量"]),
        ("江陵重工涨超6%。", ["涨幅"]),
        ("营业收入3亿元，利润1亿元，皆位列全国第一。", ["营业收入", "利润", "营业收入全国排名", "利润全国排名"]),
        ("专利量达12万件，继2023年率先突破10万件大关后持续领先。", ["专利量", "专利量"]),
    ],
)
def test_what_a_number_measures_may_stand_behind_it_or_before(text: str, expected: list[str]) -> None:
    assert [indicator for indicator, _, _ in _read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "设置绿色发展、合作交流、商品贸易和文化4大板块。",
        "四位一体服务体系不断完善。",
        "累计为5万小微企业发放贷款，向200万客户提供融资。",
    ],
)
def test_what_only_numbers_the_parts_of_a_whole_measures_nothing(text: str) -> None:
    assert _observe(text) == []


def test_the_numbers_of_a_fair_are_of_its_days_and_of_the_region() -> None:
    told = "记者从新闻发布会上了解到，茶博会于7月20日至23日在芜湖市成功举办，签约项目25个。\n线上线下参展企业400家。"
    found = _observe(told, published="2024-07-25")
    assert [o.indicator for o in found] == ["签约项目", "线上线下参展企业"]
    assert {o.about for o in found} == {CITY}
    assert {o.period for o in found} == {"2024-07-20/2024-07-23"}


def test_what_is_told_of_a_time_behind_a_meeting_is_of_that_time() -> None:
    found = _observe("会议于7月20日举行，通报上半年完成投资300亿元，签约项目50个。")
    assert {o.period for o in found} == {"2024-01/2024-06"}


def test_who_was_spoken_of_is_so_behind_a_mere_scene() -> None:
    scene = "江陵重工去年产值100亿元。\n冷轧车间机器轰鸣。\n利税5亿元。"
    assert [o.about for o in _observe(scene)] == [FIRM, FIRM]


def test_a_region_that_carries_out_what_an_officer_said_is_still_spoken_of() -> None:
    before = "江陵重工全年产值增长。\n芜湖市认真贯彻市数据局局长李明讲话精神。\n新引进重大项目30个。"
    assert _observe(before)[-1].about == CITY


def test_a_share_of_the_years_plan_is_of_the_time_that_is_told() -> None:
    told = "截至6月底，全市完成投资400亿元，占全年计划的54%，完成全年投资目标的60%。"
    assert {found.period for found in _observe(told)} == {"2024-06"}
    assert [found.period for found in _observe("全年计划投资400亿元。")] == ["2024"]
    alone = _observe("财政收入为2023年预算的110%，新增减税20亿元。")
    assert {found.period for found in alone} == {"2023"}


def test_whoever_plans_has_a_goal() -> None:
    found = _observe("江陵重工计划引进人才8000人。\n实施倍增计划企业30家。")
    assert [(o.about, o.status) for o in found][:1] == [(FIRM, "target")]
    assert found[-1].status == "actual"


def test_the_same_day_may_stand_behind_a_preposition() -> None:
    text = "7月28日，茶文化园在芜湖市开园。\n在当天举行的开园仪式上，芜湖市签约项目8个。"
    assert [found.period for found in _observe(text)] == ["2024-07-28"]


def test_special_drawing_rights_are_money_of_their_own() -> None:
    (found,) = _observe("二季度，我国服务贸易逆差398亿SDR。")
    assert (found.value, found.unit) == (39800000000, "SDR")


def test_what_a_project_has_goes_on_over_the_clauses_that_give_numbers():
    found = _observe("冷轧基地项目总投资30亿元，新建厂房5万平方米，同比增长5%。")
    assert [each.about for each in found] == [MILL, MILL, MILL]
    (other,) = _observe("冷轧基地项目开工，全市固定资产投资增长5%。")
    assert other.about == CITY


def test_regions_one_inside_the_other_are_no_part_of_what_is_counted():
    (found,) = _observe("芜湖市镜湖区拥有鞋企2000多家。")
    assert (found.about, found.indicator) == (DISTRICTS["镜湖区"], "鞋企")


def test_a_firm_told_by_who_brought_it_is_the_one_that_is_measured():
    (found,) = _observe("芜湖市引进的民营企业江陵重工营收达10亿元。")
    assert (found.about, found.indicator) == (FIRM, "营收")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("江陵重工与东岭汽车签约，双方将在芜湖市共建换电站500座。", [("共建换电站", "500", "座")]),
        ("江陵重工研发的轻型飞机市场占有率达70%。", [("轻型飞机市场占有率", "70", "%")]),
        ("芜湖市引进中科院重庆科学中心等高端研发机构37个。", [("引进高端研发机构", "37", "个")]),
        ("中国电科58所新园区落户。", []),
        (
            "全市动力电池产量占全国的15.5%、全省的93%。",
            [("动力电池产量占全国比重", "15.5", "%"), ("动力电池产量占全省比重", "93", "%")],
        ),
        ("芜湖市以占全国万分之一的土地创造奇迹。", [("土地占全国比重", "0.01", "%")]),
        ("江陵重工力争实现“双翻番”目标，营收突破2000亿元。", [("营收", "200000000000", "元")]),
        (
            "全市新增果园5.8万亩，总面积达到148万亩、产量265万吨。",
            [("新增果园", "58000", "亩"), ("新增果园总面积", "1480000", "亩"), ("新增果园产量", "2650000", "吨")],
        ),
    ],
)
def test_indicators_say_neither_where_nor_by_whom(text: str, read: list[tuple[str, str, str]]) -> None:
    assert _read(text) == read
