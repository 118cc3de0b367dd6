//! A backup that is made while the server is at work, as docs/operations.md says it: the database first, then the blobs. What
//! was acknowledged before it began is there when it is restored.
use crate::life::Life;
use crate::program::Program;
use sqlx::AnyPool;
use std::path::Path;

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            // What was renamed or removed since it was listed is another pack's, or has come to its end.
            let _ = std::fs::copy(&path, to.join(name));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_server_at_work_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let mut program = Program::new(&first);
    // Some of the packs in the database, some beside it.
    program.config.in_database = Some(crate::life::LARGEST / 2);
    let server = program.start(10).await;
    let mut life = Life::begin(crate::life::http(), &program.origin(), "ada").await;
    for _ in 0..40 {
        life.upload().await;
        life.commit().await;
    }
    let (owed, entries) = (life.live(), life.entries.len());

    let work = tokio::spawn(async move {
        for _ in 0..20 {
            life.upload().await;
            life.commit().await;
        }
        life.delete().await;
        life
    });
    sqlx::any::install_default_drivers();
    std::fs::create_dir_all(&second).unwrap();
    let pool = AnyPool::connect(&format!("sqlite:{}", first.join("vault.db").display())).await.unwrap();
    let into = format!("VACUUM INTO '{}'", second.join("vault.db").display());
    sqlx::query(sqlx::AssertSqlSafe(into)).execute(&pool).await.unwrap();
    pool.close().await;
    copy(&first.join("blobs"), &second.join("blobs"));
    let mut life = work.await.unwrap();
    drop(server);

    let restored = Program::new(&second);
    let _server = restored.start(10).await;
    life.turn_to(&restored.origin());
    let still = life.live();
    let owed: Vec<_> = owed.into_iter().filter(|pack| still.contains(pack)).collect();
    assert!(!owed.is_empty() && entries > 0);
    life.hold_at_least(&owed, entries).await;
}
