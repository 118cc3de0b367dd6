//! Thumbnails travel when all texts have: some each round, the rest in the next ones. Those of other devices are kept before
//! they are noted; own ones are sent by packs and entries like texts.
use super::fetch::committed;
use crate::archive::{Group, PictureFacts};
use crate::catalog::short_hash;
use crate::event::Held;
use crate::page::{CaptureNo, VisitId, parse_hex, to_hex};
use crate::ports::{PictureKey, PictureSize, Pictures, Remote};
use crate::said::Thumb;
use crate::sync::Round;
use crate::sync::error::{SyncError, SyncKind};
use crate::sync::harm::quarantine::harm_of;
use crate::sync::reading::pull::pack_of;
use crate::sync::saying::push::Packs;
use std::vec::IntoIter;
use webmynd_protocol::pack::Committed;

/// A pack is closed after so many bytes of thumbnails.
const PACK: usize = 2 << 20;
/// So many packs, and so many bytes of them, travel in one round each way at most.
const PACKS: usize = 32;
const ROUND: u64 = 16 << 20;
/// Thumbnails that do not pass what stands before the server, each alone, and are tried in a round, at most.
const REFUSED: u32 = 4;

impl<R: Remote> Round<'_, R> {
    /// Takes in what other devices have sent, the newest first.
    pub(in crate::sync) async fn fetch_thumbs(&mut self, pictures: &impl Pictures) -> Result<(), SyncError> {
        let waiting = self.archive.borrow().catalog().shared().waiting_thumbs();
        let mut bytes = 0;
        let mut left = PACKS;
        for (id, version) in waiting.into_iter().take(2 * PACKS) {
            if bytes > ROUND || left == 0 {
                break;
            }
            // One that expired or was taken away holds nothing for us.
            let Some(committed) = committed(&self.client, &id, version).await? else {
                left -= 1;
                self.archive.borrow_mut().keep_thumbs(&id, None, vec![])?;
                continue;
            };
            bytes += committed.size;
            match self.open_any(&committed, version).await {
                // A picture that cannot be read holds no other up.
                Err(error) if harm_of(&error).is_some() => {}
                records => {
                    left -= 1;
                    self.keep(pictures, &committed, version, records?).await?;
                }
            }
        }
        Ok(())
    }

    /// Keeps the thumbnails of a pack that are wanted here, durably, then notes them.
    async fn keep(
        &mut self,
        pictures: &impl Pictures,
        pack: &Committed,
        version: u64,
        records: Vec<([u8; 16], Vec<u8>)>,
    ) -> Result<(), SyncError> {
        let (mut kept, mut visits) = (Vec::new(), Vec::new());
        for (page, record) in records {
            let Some(thumb) = Thumb::read(page, &record) else { continue };
            visits.extend_from_slice(&thumb.visits);
            if self.archive.borrow().pictureless(&thumb.visits).is_empty() {
                continue;
            }
            // Named by its own bytes: it takes the place of no other picture.
            let hash = short_hash(&thumb.picture.bytes);
            pictures.put(PictureKey { size: PictureSize::Thumb, hash }, thumb.picture).await?;
            let facts = PictureFacts {
                hash: VisitId(hash).to_string(),
                colour: thumb.colour,
                thumbhash: thumb.thumbhash,
                width: 0,
                height: 0,
            };
            kept.push((thumb.visits, facts));
        }
        let (id, device) = (pack.row.id.0, to_hex(&pack.device.0));
        let held = Held { pack: pack_of(pack, visits.len()), device, version };
        let count = self.archive.borrow_mut().keep_thumbs(&id, Some((held, visits)), kept)?;
        self.report.thumbs_received += count;
        Ok(())
    }

    /// Sends what the vault does not have: WebMarks first, then the newest days. A full vault is no error.
    pub(in crate::sync) async fn send_thumbs(&mut self, pictures: &impl Pictures) -> Result<(), SyncError> {
        let unsent = self.archive.borrow_mut().unsent_thumbs();
        let unsent = self.with_thumbs_given_back(unsent);
        if unsent.is_empty() {
            return Ok(());
        }
        let room = self.room().await?;
        let (mut packs, mut gone, mut sent, mut most, mut refused) = (Packs::default(), vec![], 0, PACK, 0);
        for ((mark, day), captures) in unsent.into_iter().rev() {
            let mut captures = captures.into_iter().collect::<Vec<_>>().into_iter();
            while captures.len() > 0 && packs.adds.len() < PACKS && sent < ROUND {
                if self.report.thumbs_full || refused == REFUSED {
                    break;
                }
                let (mut group, before) = (Group { mark, day, ..Group::default() }, captures.clone());
                let size = self.gather(pictures, (&mut group, most), &mut captures, &mut gone).await?;
                let count = group.thumbs.len() as u32;
                if count == 0 {
                    continue;
                }
                if sent + size > room {
                    self.report.thumbs_full = true;
                    continue;
                }
                match self.put(group, &mut packs).await {
                    Err(error) if error.kind == SyncKind::Quota => self.report.thumbs_full = true,
                    // What stands in between lets no pack of that size pass, and may let a smaller one.
                    Err(error) if error.is_too_large() && count > 1 => (most, captures) = (most / 4, before),
                    // One alone that does not pass is in no other's way, and is tried again in the next round.
                    Err(error) if error.is_too_large() => refused += 1,
                    done => {
                        done?;
                        sent += size;
                        self.report.thumbs_sent += count;
                    }
                }
            }
        }
        if !gone.is_empty() {
            self.archive.borrow_mut().skip_thumbs(&gone)?;
            self.owe_no_thumbs(&gone);
        }
        if packs.adds.is_empty() {
            return Ok(());
        }
        let sent: Vec<VisitId> = VisitId::all_in(&packs.visits).collect();
        let outbox = self.packs_entry(packs, vec![])?;
        if self.say(outbox).await? {
            self.owe_no_thumbs(&sent);
        }
        Ok(())
    }

    /// Puts thumbnails into a pack until there are `most` bytes; gives how many bytes. `gone` gets the visits whose thumbnails are
    /// not here any more.
    async fn gather(
        &self,
        pictures: &impl Pictures,
        (group, most): (&mut Group, usize),
        captures: &mut IntoIter<(CaptureNo, Vec<VisitId>)>,
        gone: &mut Vec<VisitId>,
    ) -> Result<u64, SyncError> {
        let mut size = 0;
        for (no, mut visits) in captures {
            visits.truncate(usize::from(u16::MAX));
            let known = self.archive.borrow().pictured(no);
            let hash = known.as_ref().and_then(|(_, facts)| parse_hex(&facts.hash));
            let picture = match hash {
                Some(hash) => pictures.get(PictureKey { size: PictureSize::Thumb, hash }).await?,
                None => None,
            };
            let Some(((page, facts), picture)) = known.zip(picture) else {
                gone.extend(visits);
                continue;
            };
            let PictureFacts { colour, thumbhash, .. } = facts;
            let thumb = Thumb { page: page.0, visits, colour, thumbhash, picture };
            if group.add(&thumb) {
                size += thumb.picture.bytes.len();
            } else {
                gone.extend(thumb.visits);
            }
            if size >= most {
                break;
            }
        }
        Ok(size as u64)
    }

    /// How many bytes of thumbnails the vault may take: the last tenth of a quota is left to texts.
    async fn room(&self) -> Result<u64, SyncError> {
        let usage = self.client.bytes_used().await?;
        Ok(usage.quota.map_or(u64::MAX, |quota| (quota - quota / 10).saturating_sub(usage.bytes)))
    }
}
