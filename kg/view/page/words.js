/* The words of the interface, in Chinese and English; words of the graph come from the ontology and the texts. */
const WORDS = {
  title: ["知识图谱", "Knowledge graph"],
  map: ["图谱", "Map"], documents: ["文档", "Documents"], programmes: ["规划与战略", "Programmes"],
  proposals: ["主张", "Proposals"], observations: ["数据", "Figures"],
  search: ["搜索：名称、拼音或首字母（/）", "Search: name, pinyin or initials (/)"],
  searchLabel: ["搜索实体和文档", "Search entities and documents"], results: ["搜索结果", "Search results"],
  nothing: ["没有找到", "Nothing found"], found: ["{} 个结果", "{} results"],
  filters: ["筛选", "Filters"], reset: ["清除筛选", "Clear filters"], hide: ["隐藏 {}", "Hide {}"],
  cls: ["类别", "Class"], predicate: ["关系", "Relation"], status: ["状态", "Status"], year: ["发布年份", "Year of issue"],
  document: ["文档", "Document"], region: ["地区", "Region"], from: ["起始年份", "From year"], to: ["截止年份", "To year"],
  find: ["查找…", "Find…"], more: ["另有 {} 项", "{} more"],
  actual: ["已实现", "actual"], planned: ["计划", "planned"], proposed: ["建议", "proposed"], target: ["目标", "target"],
  zoomIn: ["放大", "Zoom in"], zoomOut: ["缩小", "Zoom out"], whole: ["全图", "Whole map"], tools: ["更多", "More"],
  theme: ["深色 / 浅色", "Dark / light"], language: ["English", "中文"], print: ["打印", "Print"],
  png: ["导出图片 PNG", "Export PNG"], svg: ["导出矢量图 SVG", "Export SVG"], csv: ["导出表格 CSV", "Export CSV"],
  ttl: ["导出 Turtle", "Export Turtle"], panel: ["详情", "Details"], close: ["关闭", "Close"], back: ["返回地图", "Back to map"],
  focus: ["展开邻居", "Neighbours"], path: ["找路径…", "Find path…"], pathTo: ["路径终点：选择另一个实体", "Path to: choose another entity"],
  onMap: ["在图上看", "Show on map"], also: ["又作", "also"], here: ["文中又称", "in the text"],
  figures: ["数据", "Figures"], itsProposals: ["主张", "Proposals"],
  aboutIt: ["谁谈到它", "Who speaks of it"], mentionedIn: ["出现于", "Mentioned in"], wrote: ["作者", "Author of"],
  indicator: ["指标", "Indicator"], value: ["数值", "Value"], period: ["时期", "Period"], about: ["对象", "About"],
  results_: ["实际", "Results"], targets: ["目标", "Targets"], chart: ["{}，按时期", "{} by period"],
  steps: ["{} → {}：{} 步", "{} → {}: {} steps"], noPath: ["在当前筛选下两者不相连。", "Under these filters the two are not connected."],
  shownOf: ["显示 {} / {} 个实体，{} / {} 条关系", "{} of {} entities, {} of {} relations"],
  whole_: ["{} 个实体，{} 条关系", "{} entities, {} relations"], words: ["原文", "Source"], charted: ["有多个时期的指标", "Indicators with several periods"], byEntity: ["其他数据，按对象", "Other figures, by what they are about"],
  all: ["{} 篇文档 · {} 个实体 · {} 条关系 · {} 个数据 · {} 条主张", "{} documents · {} entities · {} relations · {} figures · {} proposals"],
  around: ["{} 的邻居：{} 个实体", "Neighbours of {}: {} entities"],
  neighboursShown: ["显示 {} / {} 个邻居", "{} of {} neighbours shown"], showMore: ["再显示 {} 个", "Show {} more"], taller: ["拉高或收低详情", "Make the details taller or lower"],
  times: ["{} 处", "{} times"], expand: ["展开", "Expand"], collapse: ["收起", "Collapse"],
  hint: ["点击图上的一个实体，或搜索名称，查看它的事实与原文。", "Click an entity or search a name to see its facts and their sources."],
  start: ["从这里开始", "Start here"], regions: ["图上的区域", "Regions of the map"],
  consists: ["包括", "Consists of"], pursuedBy: ["谁在推进", "Pursued by"], initiated: ["发起者", "Initiated by"],
  proposalsOn: ["相关主张", "Proposals about it"], partOf: ["属于", "Part of"], speaker: ["谁", "Who"], says: ["说", "Says"],
  addresses: ["涉及", "About"], noDate: ["日期不详", "undated"], noText: ["没有原文", "The text is not at hand"],
  loading: ["正在读取原文…", "Reading the texts…"], unknown: ["不详", "unknown"], others: ["其他", "Others"],
  canvas: ["知识图谱画布。方向键平移，加减键缩放，0 显示全图；选中实体后按 Shift 加方向键移到相邻实体，回车展开邻居，Esc 返回。",
    "Map of the knowledge graph. Arrow keys pan, plus and minus zoom, 0 shows all; with an entity selected Shift and arrow keys walk to a neighbour, Enter opens its neighbours, Esc goes back."],
  empty: ["没有符合条件的实体", "No entity fits these filters"], entities: ["{} 个实体", "{} entities"],
};
let language = "zh";
const say = (key, ...values) => {
  let at = 0;
  return (WORDS[key] || [key, key])[language === "zh" ? 0 : 1].replace(/\{\}/g, () => values[at++]);
};
const count = (number) => number.toLocaleString("en-US");
