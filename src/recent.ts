/** Values that can be had again at a price, kept while there is room; those that were not used for longest go first. */
export class Recent<K, V> {
  private readonly kept = new Map<K, { value: V; size: number }>()
  private size = 0

  /** @param sizeOf what a value takes of `maxSize`; by default each takes one */
  constructor(
    private readonly maxSize: number,
    private readonly sizeOf: (value: V) => number = () => 1,
  ) {}

  get(key: K): V | undefined {
    const entry = this.kept.get(key)
    if (!entry) return undefined
    this.kept.delete(key)
    this.kept.set(key, entry)
    return entry.value
  }

  /** The newest value stays even when it alone is larger than all the room there is. */
  set(key: K, value: V): void {
    this.delete(key)
    const size = this.sizeOf(value)
    this.kept.set(key, { value, size })
    this.size += size
    for (const oldest of this.kept.keys()) {
      if (this.size <= this.maxSize || oldest === key) break
      this.delete(oldest)
    }
  }

  delete(key: K): void {
    const entry = this.kept.get(key)
    if (!entry) return
    this.kept.delete(key)
    this.size -= entry.size
  }
}
