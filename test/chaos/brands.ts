/** The brands of an attacked installation, what is said of them, and who is told about which. */

export interface ChaosBrand {
  readonly id: string;
  readonly name: string;
  readonly praise: (n: number) => string;
  readonly complaint: (n: number) => string;
  /** What one person says that many pass on. */
  readonly outcry: string;
  /** Ids of the recipients who are told of it, each once a message. */
  readonly told: readonly string[];
}

export const BRANDS: readonly ChaosBrand[] = [
  {
    id: 'acme',
    name: 'Acme',
    praise: (n) => `Acme did well with parcel ${n}`,
    complaint: (n) => `Acme support is terrible and refuses my refund, case ${n}`,
    outcry: 'Acme let my mother wait in the rain for nine hours and refuses any refund. Never again, shame on Acme!',
    told: ['desk'],
  },
  {
    id: 'bolt',
    name: 'Bolt Bank',
    praise: (n) => `Bolt Bank opened account ${n} without a hitch`,
    complaint: (n) => `Bolt Bank charged me twice and nobody answers, ticket ${n}. Awful.`,
    outcry: 'Bolt Bank froze the savings of my sick father for three weeks. Disgusting, I will go to the regulator.',
    told: ['desk', 'bank-desk'],
  },
  {
    id: 'yunhai',
    name: '云海航空',
    praise: (n) => `云海航空第${n}次航班很准时，服务不错`,
    complaint: (n) => `云海航空客服态度太差，拒绝退款，单号${n}，太失望了`,
    outcry: '云海航空让我妈妈在雨里等了九个小时，还拒绝退款，再也不坐了，太差劲了！',
    told: ['desk'],
  },
];

export const RECIPIENTS: Readonly<Record<string, string>> = {
  desk: 'desk@acme.test',
  'bank-desk': 'bank@acme.test',
};
