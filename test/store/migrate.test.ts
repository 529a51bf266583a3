import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { exactBand, findStories } from '../../src/store/stories.ts';
import { describeOnEachStore } from '../support/stores.ts';

describeOnEachStore('migrate', ({ open }) => {
  it('leaves a store of this version as it is', async () => {
    const { db } = await open();
    const names = async () => (await sql`select name, timestamp from migrations order by name`.execute(db)).rows;
    const before = await names();
    await migrate(db);
    expect(await names()).toEqual(before);
    expect(before.length).toBeGreaterThan(10);
  });

  it('runs one that is missing, and says which it was when it fails', async () => {
    const { db } = await open();
    await sql`delete from migrations where name = '011-config-files'`.execute(db);
    await expect(migrate(db)).rejects.toThrow('(011-config-files)');
    await sql`alter table config_changes drop column files`.execute(db);
    await migrate(db);
    const { rows } = await sql<{ name: string }>`select name from migrations where name like '011%'`.execute(db);
    expect(rows).toEqual([{ name: '011-config-files' }]);
    await sql`select files from config_changes`.execute(db);
  });

  it('keeps what older versions wrote of stories, as numbers', async () => {
    const { db } = await open();
    const simhash = 'fedcba9876543210';
    await sql`alter table story_bands alter column band type text using '', alter column simhash type text using ''`.execute(
      db,
    );
    for (const band of ['000000000000f', 'fffffffffffff', `=${simhash}`]) {
      await sql`insert into story_bands values ('acme', ${band}, ${simhash}, 7)`.execute(db);
    }
    await sql`delete from migrations where name = '014-bands'`.execute(db);
    await migrate(db);
    const bands = ['000000000000f', 'fffffffffffff', exactBand(simhash), 'eeeeeeeeeeeee'];
    const found = await findStories(db, 'acme', bands);
    expect([...found]).toEqual(bands.slice(0, 3).map((band) => [band, [{ simhash, storyId: 7 }]]));
  });

  it('refuses a store of a newer version, and says what to do', async () => {
    const { db } = await open();
    await sql`insert into migrations values ('999-later', 'now')`.execute(db);
    await expect(migrate(db)).rejects.toMatchObject({
      message: 'the store could not be brought up to date',
      hint: expect.stringContaining('install the newer version'),
    });
  });
});
