namespace Supervision.Silo.Embedded;

/// <content>Commands: decided like facts, and sometimes refused.</content>
internal sealed partial class Shard
{
    private void Answer(AnswerCommand message)
    {
        message.Epoch = epoch;
        if (!identities.TryClaim(message.Identity, message.Durable, out var earlier))
        {
            message.Earlier = earlier;
            return;
        }

        message.Claimed.Add(message.Identity);
        var entity = cache.Get(message.Stream);
        var (decided, refusal) = turn.Answer(entity, message.Command, clock.ReadNow());
        if (refusal is not null)
        {
            identities.Release(message.Claimed); // whoever sends it again is to be refused, too, or carried out
            message.Claimed.Clear();
        }

        message.Refusal = refusal;
        if (decided is not null && !Take(entity, decided))
        {
            throw new StaleEpochException();
        }

        message.LastSequence = cache.LastSequence; // also of a refusal: what it was decided on has to stand
    }
}
