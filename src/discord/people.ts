import { type APIGuildForumChannel, type BaseInteraction, ChannelType, PermissionFlagsBits, Routes } from 'discord.js';
import type { Asker, Channel } from '../core/command.ts';

/** Who did this, and where. */
export function askerOf(interaction: BaseInteraction): Asker {
  const { locale, guildId, channelId, channel, user, memberPermissions, client } = interaction;
  return {
    locale,
    // Discord tells nobody's.
    zone: null,
    platform: 'discord',
    place: guildId,
    channel: channelId === null ? null : { id: channelId, kind: kindOf(channel?.type) },
    user: user.id,
    mayManage: async () => memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    tagsOf: async (forum) => {
      const found = (await client.rest.get(Routes.channel(forum))) as Partial<APIGuildForumChannel>;
      return (found.available_tags ?? []).map(({ id, name }) => ({ id, name }));
    },
  };
}

/** What sort of channel this is, as far as a post's form depends on it. */
export function kindOf(type: ChannelType | undefined): Channel['kind'] {
  if (type === ChannelType.GuildAnnouncement) return 'announcement';
  if (type === ChannelType.PublicThread || type === ChannelType.PrivateThread) return 'thread';
  if (type === ChannelType.AnnouncementThread) return 'thread';
  return type === ChannelType.GuildForum || type === ChannelType.GuildMedia ? 'forum' : 'text';
}
