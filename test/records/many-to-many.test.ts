/** Many-to-many relations: made in one call or by hand, written by what is at the far end, listed as links. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { examine } from "../../src/metadata/doctor.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  await createObject("playlist")
  await createObject("song")
  await createField("playlist", {
    type: "RELATION",
    name: "songs",
    label: "Songs",
    relationCreationPayload: {
      type: "MANY_TO_MANY",
      targetObjectMetadataId: await objectId("song"),
      targetFieldLabel: "Playlists",
      targetFieldIcon: "IconList",
    },
  })
})

afterAll(() => app.close())

async function ask<T = Record<string, never>>(query: string, variables?: Record<string, unknown>): Promise<T> {
  const answer = await me.metadata<T>(query, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data
}

async function createObject(nameSingular: string): Promise<string> {
  const label = nameSingular[0]!.toUpperCase() + nameSingular.slice(1)
  const object = { nameSingular, namePlural: `${nameSingular}s`, labelSingular: label, labelPlural: `${label}s` }
  const { createOneObject } = await ask<{ createOneObject: { id: string } }>(
    `mutation ($object: CreateObjectInput!) { createOneObject(input: { object: $object }) { id } }`,
    { object },
  )
  return createOneObject.id
}

async function schema() {
  return app.services.schemas.get(me.workspaceId)
}

const objectId = async (name: string) => (await schema()).bySingular.get(name)!.id
const fieldOf = async (object: string, name: string) =>
  (await schema()).objects.find((each) => each.nameSingular === object)!.fields.find((each) => each.name === name)!

async function tryField(object: string, field: Record<string, unknown>) {
  return me.metadata<{ createOneField: { id: string; settings: Record<string, unknown> } }>(
    `mutation ($field: CreateFieldInput!) { createOneField(input: { field: $field }) { id name settings relation { type targetObjectMetadata { nameSingular } } } }`,
    { field: { objectMetadataId: await objectId(object), ...field } },
  )
}

async function createField(object: string, field: Record<string, unknown>) {
  const { data, errors } = await tryField(object, field)
  expect(errors).toBeUndefined()
  return data.createOneField
}

const update = (id: string, change: Record<string, unknown>) =>
  me.metadata(
    `mutation ($id: UUID!, $update: UpdateFieldInput!) { updateOneField(input: { id: $id, update: $update }) { id settings } }`,
    { id, update: change },
  )

async function create(kind: "Playlist" | "Song", name: string, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await me.graphql<Record<string, { id: string }>>(
    `mutation ($data: ${kind}CreateInput!) { create${kind}(data: $data) { id } }`,
    { data: { name, ...more } },
  )
  expect(answer.errors).toBeUndefined()
  return answer.data[`create${kind}`]!.id
}

const songsOf = `songs { totalCount edges { node { id song { name } } } }`

interface Shown {
  id: string
  name: string
  songs: { totalCount: number; edges: { node: { id: string; song: { name: string } } }[] }
}

async function updatePlaylist(id: string, data: Record<string, unknown>) {
  return me.graphql<{ updatePlaylist: Shown }>(
    `mutation ($id: UUID!, $data: PlaylistUpdateInput!) { updatePlaylist(id: $id, data: $data) { id name ${songsOf} } }`,
    { id, data },
  )
}

const names = (playlist: Shown) => playlist.songs.edges.map(({ node }) => node.song.name).toSorted()

async function linkEvents(recordId: string): Promise<string[]> {
  const { schemaName } = await schema()
  const rows = await app.services.db.query<{ action: string }>(
    `select action from "${schemaName}"."eventLog" where "recordId" = $1::uuid order by position`,
    [recordId],
  )
  return rows.map(({ action }) => action)
}

describe("in one call", () => {
  test("an object for the links, two fields on it, and a list on either side come into being", async () => {
    const songs = await fieldOf("playlist", "songs")
    const playlists = await fieldOf("song", "playlists")
    const links = songs.relation!.target
    expect(links).toMatchObject({ nameSingular: "playlistSong", namePlural: "playlistSongs", isSystem: true })
    expect(playlists.relation!.target).toBe(links)
    expect(songs.settings).toEqual({ relationType: "ONE_TO_MANY", junctionTargetFieldId: songs.relation!.junction!.id })
    expect([songs.relation!.junction!.name, playlists.relation!.junction!.name]).toEqual(["song", "playlist"])
    expect(songs.relation!.onDelete).toBe("CASCADE")
    const [unique] = links.indexes.filter((index) => index.isUnique)
    expect(unique).toMatchObject({ indexWhereClause: '"deletedAt" IS NULL' })
    expect(unique!.fields.map(({ fieldId }) => fieldId)).toEqual([
      playlists.relation!.junction!.id,
      songs.relation!.junction!.id,
    ])
    expect(await examine(app.services.db, me.workspaceId)).toEqual([])
  })

  test.each<[string, Record<string, unknown>, string]>([
    ["an unknown kind", { type: "MANY" }, "Relation type must be one of"],
    ["a name that is taken at the far end", { targetFieldLabel: "Name" }, "already used"],
    ["a name of the links that is taken", { junctionNameSingular: "company" }, "Object already exists"],
    ["one name for one link and many", { junctionNameSingular: "x", junctionNamePlural: "x" }, "cannot be the same"],
    ["no such object", { targetObjectMetadataId: crypto.randomUUID() }, "target not found"],
  ])("%s is refused, and nothing stays", async (_, more, message) => {
    const before = (await schema()).version
    const { errors } = await tryField("playlist", {
      type: "RELATION",
      name: "covers",
      label: "Covers",
      relationCreationPayload: {
        type: "MANY_TO_MANY",
        targetObjectMetadataId: await objectId("song"),
        targetFieldLabel: "Covered by",
        ...more,
      },
    })
    expect(JSON.stringify(errors)).toContain(message)
    expect((await schema()).version).toBe(before)
  })

  test("an object is linked to itself, both sides apart; deleting one side takes it all along", async () => {
    const { id } = await createField("song", {
      type: "RELATION",
      name: "covers",
      label: "Covers",
      relationCreationPayload: {
        type: "MANY_TO_MANY",
        targetObjectMetadataId: await objectId("song"),
        targetFieldLabel: "Cover of",
        junctionNameSingular: "cover",
      },
    })
    const original = await create("Song", "Original")
    const answer = await me.graphql(
      `mutation ($data: SongCreateInput!) { createSong(data: $data) { coverOf { edges { node { song { name } linkedSong { name } } } } } }`,
      { data: { name: "Cover", coverOf: { connect: [original] } } },
    )
    expect(answer.data).toEqual({
      createSong: { coverOf: { edges: [{ node: { song: { name: "Original" }, linkedSong: { name: "Cover" } } }] } },
    })
    const field = await fieldOf("song", "coverOf")
    await ask(`mutation ($id: UUID!) { deleteOneField(input: { id: $id }) { id } }`, { id: field.id })
    const after = await schema()
    const left = after.objects.flatMap((object) => object.fields).map((each) => each.id)
    expect(left).not.toContain(id)
    expect(after.bySingular.has("cover")).toBe(false)
    expect(await examine(app.services.db, me.workspaceId)).toEqual([])
  })

  test("deleting either object takes the links along", async () => {
    const tag = await createObject("tag")
    await createField("song", {
      type: "RELATION",
      name: "tags",
      label: "Tags",
      relationCreationPayload: { type: "MANY_TO_MANY", targetObjectMetadataId: tag, targetFieldLabel: "Songs" },
    })
    expect((await schema()).bySingular.has("songTag")).toBe(true)
    await ask(`mutation ($id: UUID!) { deleteOneObject(input: { id: $id }) { id } }`, { id: tag })
    const after = await schema()
    expect(after.bySingular.has("songTag")).toBe(false)
    expect(after.bySingular.get("song")!.lookup.has("tags")).toBe(false)
    expect(await examine(app.services.db, me.workspaceId)).toEqual([])
  })
})

describe("linking", () => {
  test("connects and disconnects by id and by where; twice is once; the log shows both", async () => {
    const [one, two] = [await create("Song", "One"), await create("Song", "Two")]
    const id = await create("Playlist", "Mix", { songs: { connect: [one, { where: { id: two } }] } })
    const again = await updatePlaylist(id, { name: "Mixed", songs: { connect: [one, one, { where: { id: one } }] } })
    expect(again.errors).toBeUndefined()
    expect(names(again.data.updatePlaylist)).toEqual(["One", "Two"])
    const [link] = again.data.updatePlaylist.songs.edges.filter(({ node }) => node.song.name === "One")
    const less = await updatePlaylist(id, { songs: { disconnect: [one, crypto.randomUUID()] } })
    expect(names(less.data.updatePlaylist)).toEqual(["Two"])
    expect(await linkEvents(link!.node.id)).toEqual(["created", "destroyed"])
    const back = await updatePlaylist(id, { songs: { connect: [one], disconnect: [{ where: { id: two } }] } })
    expect(names(back.data.updatePlaylist)).toEqual(["One"])
    expect(back.data.updatePlaylist.songs.edges[0]!.node.id).not.toBe(link!.node.id)
  })

  test("works from the other side, and filters look through the links", async () => {
    const playlist = await create("Playlist", "Filtered")
    await create("Song", "Needle", { playlists: { connect: [playlist] } })
    const found = await me.graphql(
      `{ playlists(filter: { songs: { song: { name: { eq: "Needle" } } } }) { edges { node { name } } }
         songs(filter: { playlists: { playlist: { name: { eq: "Filtered" } } } }) { edges { node { name } } } }`,
    )
    expect(found.data).toEqual({
      playlists: { edges: [{ node: { name: "Filtered" } }] },
      songs: { edges: [{ node: { name: "Needle" } }] },
    })
  })

  test.each<[string, unknown, string]>([
    ["an unknown record", { connect: [crypto.randomUUID()] }, "Expected 1 record to connect to songs"],
    ["no list", { connect: "x" }, "takes a list of records to connect"],
    ["no record", { connect: [{ id: "x" }] }, "expected an id or {where: {...}}"],
    ["another verb", { set: [] }, "takes {connect: [...], disconnect: [...]}"],
    ["a list itself", [], "takes {connect: [...], disconnect: [...]}"],
  ])("%s is refused", async (_, songs, message) => {
    const id = await create("Playlist", "Empty")
    const { errors } = await updatePlaylist(id, { name: "Changed", songs })
    expect(errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT", field: "songs" } })
    expect(errors?.[0]?.message).toContain(message)
    const { data } = await me.graphql(`query ($id: UUID) { playlist(filter: { id: { eq: $id } }) { name } }`, { id })
    expect(data).toEqual({ playlist: { name: "Empty" } })
  })

  test("the same record cannot be connected and disconnected", async () => {
    const song = await create("Song", "Torn")
    const { errors } = await updatePlaylist(await create("Playlist", "P"), {
      songs: { connect: [song], disconnect: [{ where: { id: song } }] },
    })
    expect(errors?.[0]?.message).toContain("cannot connect and disconnect the same record")
  })

  test("a record in the bin cannot be linked, but be let go of", async () => {
    const song = await create("Song", "Binned")
    const id = await create("Playlist", "P", { songs: { connect: [song] } })
    await me.graphql(`mutation ($id: UUID!) { deleteSong(id: $id) { id } }`, { id: song })
    const { errors } = await updatePlaylist(await create("Playlist", "Q"), { songs: { connect: [song] } })
    expect(errors?.[0]?.message).toContain("Expected 1 record")
    const { data } = await updatePlaylist(id, { songs: { disconnect: [song] } })
    expect(data.updatePlaylist.songs.totalCount).toBe(0)
  })

  test("destroying a record takes its links along", async () => {
    const song = await create("Song", "Gone")
    const id = await create("Playlist", "P", { songs: { connect: [song] } })
    await me.graphql(`mutation ($id: UUID!) { destroySong(id: $id) { id } }`, { id: song })
    const { data } = await updatePlaylist(id, {})
    expect(data.updatePlaylist.songs.totalCount).toBe(0)
  })

  test("merging records merges their links", async () => {
    const [one, two] = [await create("Song", "Same"), await create("Song", "Same again")]
    const both = await create("Playlist", "Both", { songs: { connect: [one, two] } })
    const single = await create("Playlist", "Single", { songs: { connect: [two] } })
    const merged = await me.graphql(
      `mutation ($ids: [UUID!]!) { mergeSongs(ids: $ids, conflictPriorityIndex: 0) { playlists { totalCount } } }`,
      { ids: [one, two] },
    )
    expect(merged.data).toEqual({ mergeSongs: { playlists: { totalCount: 2 } } })
    for (const id of [both, single]) expect(names((await updatePlaylist(id, {})).data.updatePlaylist)).toEqual(["Same"])
  })

  test("a plain list still refuses to be written", async () => {
    const { errors } = await me.graphql(`mutation { createCompany(data: { people: { connect: [] } }) { id } }`)
    expect(errors?.[0]?.message).toContain("write the relation on their side")
  })
})

describe("batches", () => {
  let songs: string[]
  beforeAll(async () => {
    songs = [await create("Song", "A"), await create("Song", "B"), await create("Song", "C")]
  })

  const createMany = (data: unknown[], how = "") =>
    me.graphql<{ createPlaylists: Shown[] }>(
      `mutation ($data: [PlaylistCreateInput!]!) { createPlaylists(data: $data${how}) { id name ${songsOf} } }`,
      { data },
    )

  test("createMany links each to its own", async () => {
    const { data, errors } = await createMany([
      { name: "1", songs: { connect: [songs[0], songs[1]] } },
      { name: "2" },
      { name: "3", songs: { connect: [songs[2]] } },
    ])
    expect(errors).toBeUndefined()
    expect(data.createPlaylists.map(names)).toEqual([["A", "B"], [], ["C"]])
  })

  test("a bad record of a batch is named and spoils it; partly, only itself", async () => {
    const bad = [{ name: "1", songs: { connect: [songs[0]] } }, { songs: { connect: [crypto.randomUUID()] } }]
    const { errors } = await createMany(bad)
    expect(errors?.[0]?.extensions).toMatchObject({ recordIndex: 1, field: "songs" })
    const partly = await createMany(bad, ", partial: true")
    expect(partly.errors?.[0]?.extensions).toMatchObject({ recordIndex: 1, field: "songs" })
    expect(partly.data.createPlaylists.map(names)).toEqual([["A"]])
  })

  test("upsert links what is created and what is updated", async () => {
    const id = await create("Playlist", "Old", { songs: { connect: [songs[0]] } })
    const { data, errors } = await createMany(
      [
        { name: "New", songs: { connect: [songs[1]] } },
        { id, name: "Older", songs: { connect: [songs[2]], disconnect: [songs[0]] } },
      ],
      ", upsert: true",
    )
    expect(errors).toBeUndefined()
    expect(data.createPlaylists.map((each) => [each.name, names(each)])).toEqual([
      ["Older", ["C"]],
      ["New", ["B"]],
    ])
  })

  test("updateMany links all of them; five hundred take as many statements as two", async () => {
    const { data: made } = await createMany(Array.from({ length: 500 }, () => ({ name: "Many" })))
    expect(made.createPlaylists).toHaveLength(500)
    let statements = 0
    const { db } = app.services
    const count = async (filter: unknown) => {
      statements = 0
      const { errors } = await me.graphql(
        `mutation ($filter: PlaylistFilterInput!, $songs: SongRelationListInput) { updatePlaylists(filter: $filter, data: { songs: $songs }) { id } }`,
        { filter, songs: { connect: songs } },
      )
      expect(errors).toBeUndefined()
      return statements
    }
    const transaction = db.transaction.bind(db)
    db.transaction = (work) =>
      transaction((tx) => {
        const query = tx.query.bind(tx)
        return work({
          ...tx,
          query: (...args) => {
            statements++
            return query(...args)
          },
        })
      })
    const two = await count({ id: { in: made.createPlaylists.slice(0, 2).map(({ id }) => id) } })
    const all = await count({ name: { eq: "Many" } })
    db.transaction = transaction
    expect(two).toBeGreaterThan(0)
    expect(all).toBe(two)
    const { data } = await me.graphql(
      `{ playlistSongs(filter: { playlist: { name: { eq: "Many" } } }) { totalCount } }`,
    )
    expect(data).toEqual({ playlistSongs: { totalCount: 1500 } })
  })
})

describe("elsewhere", () => {
  test("over REST", async () => {
    const song = await create("Song", "Rest")
    const made = await me.rest("POST", "/playlists?depth=1", { name: "R", songs: { connect: [song] } })
    expect(made.status).toBe(201)
    const { id, songs } = made.body.data.createPlaylist
    expect(songs).toMatchObject([{ songId: song, playlistId: id }])
    const less = await me.rest("PATCH", `/playlists/${id}?depth=1`, { songs: { disconnect: [song] } })
    expect(less.body.data.updatePlaylist.songs).toEqual([])
  })

  test("in the schema and in OpenAPI", async () => {
    const { data } = await me.graphql(
      `{ __type(name: "PlaylistCreateInput") { inputFields { name type { name } } }
         list: __type(name: "SongRelationListInput") { inputFields { name type { kind ofType { ofType { name } } } } } }`,
    )
    expect(JSON.stringify(data)).toContain(`{"name":"songs","type":{"name":"SongRelationListInput"}}`)
    expect(JSON.stringify(data)).toContain(
      `{"name":"connect","type":{"kind":"LIST","ofType":{"ofType":{"name":"SongConnectInput"}}}}`,
    )
    const { body } = await me.rest("GET", "/open-api/core")
    const { songs } = body.components.schemas.Playlist.properties
    expect(Object.keys(songs.properties)).toEqual(["connect", "disconnect"])
  })

  test("two who link the same at once make one link", async () => {
    const song = await create("Song", "Wanted")
    const playlist = await create("Playlist", "Wanted")
    const link = { data: { songs: { connect: [song] } }, reverse: { playlists: { connect: [playlist] } } }
    const updates = Array.from({ length: 6 }, (_, i) =>
      i % 2
        ? updatePlaylist(playlist, link.data)
        : me.graphql(`mutation ($id: UUID!, $data: SongUpdateInput!) { updateSong(id: $id, data: $data) { id } }`, {
            id: song,
            data: link.reverse,
          }),
    )
    for (const { errors } of await Promise.all(updates)) expect(errors).toBeUndefined()
    const { data } = await updatePlaylist(playlist, {})
    expect(names(data.updatePlaylist)).toEqual(["Wanted"])
  })

  test("linking takes the rights to create and to destroy links, and to read what is linked", async () => {
    const song = await create("Song", "Secret")
    const playlist = await create("Playlist", "Guarded", { songs: { connect: [song] } })
    const setRight = async (right: string, value: boolean) => {
      const where = `"workspaceId" = '${me.workspaceId}'`
      await app.services.db.query(`update core.role set "${right}" = ${value} where ${where} and label = 'Admin'`)
      await app.services.db.query(
        `update core.workspace set "rightsRevision" = "rightsRevision" + 1 where id = '${me.workspaceId}'`,
      )
    }
    await setRight("canDestroyAllObjectRecords", false)
    const { errors } = await updatePlaylist(playlist, { songs: { disconnect: [song] } })
    const allowed = await updatePlaylist(playlist, { songs: { connect: [song] } })
    await setRight("canDestroyAllObjectRecords", true)
    expect(errors?.[0]?.extensions.subCode).toBe("PERMISSION_DENIED")
    expect(allowed.errors).toBeUndefined()
  })
})

describe("by hand", () => {
  test("an object of one's own holds the links, and knows where they lead on to", async () => {
    const label = "Membership"
    await createObject("membership")
    const payload = async (target: string, targetFieldLabel: string) => ({
      type: "MANY_TO_ONE",
      targetObjectMetadataId: await objectId(target),
      targetFieldLabel,
    })
    const relation = { type: "RELATION", label }
    await createField("membership", {
      ...relation,
      name: "person",
      relationCreationPayload: await payload("person", "Memberships"),
    })
    await createField("membership", {
      ...relation,
      name: "playlist",
      relationCreationPayload: await payload("playlist", "Members"),
    })
    const members = await fieldOf("playlist", "members")
    const person = await fieldOf("membership", "person")
    for (const [wrong, why] of [
      [(await fieldOf("membership", "playlist")).id, "its own reverse"],
      [(await fieldOf("membership", "name")).id, "no relation"],
      [(await fieldOf("person", "company")).id, "a field of another object"],
      [crypto.randomUUID(), "no field"],
    ]) {
      const { errors } = await update(members.id, { settings: { junctionTargetFieldId: wrong } })
      expect([why, errors?.[0]?.extensions.code]).toEqual([why, "METADATA_VALIDATION_FAILED"])
    }
    const set = await update(members.id, { settings: { junctionTargetFieldId: person.id } })
    expect(set.data).toMatchObject({
      updateOneField: { settings: { relationType: "ONE_TO_MANY", junctionTargetFieldId: person.id } },
    })
    const ada = await me.graphql<{ createPerson: { id: string } }>(
      `mutation { createPerson(data: { name: { firstName: "Ada" } }) { id } }`,
    )
    const id = await create("Playlist", "Fans", { members: { connect: [ada.data.createPerson.id] } })
    await updatePlaylist(id, { members: { connect: [ada.data.createPerson.id] } })
    const { data } = await me.graphql(
      `query ($id: UUID) { playlist(filter: { id: { eq: $id } }) { members { totalCount edges { node { person { name { firstName } } } } } } }`,
      { id },
    )
    expect(data).toEqual({
      playlist: { members: { totalCount: 1, edges: [{ node: { person: { name: { firstName: "Ada" } } } }] } },
    })
    await ask(`mutation ($id: UUID!) { deleteOneField(input: { id: $id }) { id } }`, { id: person.id })
    expect((await fieldOf("playlist", "members")).settings).toEqual({ relationType: "ONE_TO_MANY" })
    expect((await schema()).bySingular.has("membership")).toBe(true)
    expect(await examine(app.services.db, me.workspaceId)).toEqual([])
  })

  test("the doctor finds a list that leads nowhere", async () => {
    const songs = await fieldOf("playlist", "songs")
    await app.services.db.query(
      `update core."fieldMetadata" set settings = settings || '{"junctionTargetFieldId": "${songs.id}"}' where id = '${songs.id}'`,
    )
    const findings = await examine(app.services.db, me.workspaceId)
    expect(findings.map(({ place, code }) => [code, place])).toEqual([["BROKEN_METADATA", "playlist.songs"]])
  })
})
