/* Messages from workers to one receiving thread. Posting is for any thread;
 * taking is for the receiver. The data goes through a pthread-locked list and
 * the wake function only wakes (in a GTK program: g_main_context_invoke or an
 * idle), so that ThreadSanitizer can follow it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct TsMailbox TsMailbox;

/* Called on the posting thread, without any lock held, when the box was empty
 * before the post: wakes are coalesced. */
typedef void (*TsMailboxWakeFunc) (gpointer user_data);

/* free_message frees what is left when the box goes; wake may be NULL. */
TsMailbox *ts_mailbox_new (GDestroyNotify free_message,
                           TsMailboxWakeFunc wake,
                           gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
TsMailbox *ts_mailbox_ref (TsMailbox *self);
void ts_mailbox_unref (TsMailbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsMailbox, ts_mailbox_unref)

/* Takes the message. After ts_mailbox_close it is freed at once. */
void ts_mailbox_post (TsMailbox *self, gpointer message);
/* All messages so far, oldest first; the caller owns array and messages (the
 * array frees what is left in it). Never NULL. */
GPtrArray *ts_mailbox_take_all (TsMailbox *self) G_GNUC_WARN_UNUSED_RESULT;
/* No wake after this returns; later posts are freed. */
void ts_mailbox_close (TsMailbox *self);

G_END_DECLS
