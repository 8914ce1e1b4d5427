package dev.millrace.datasets;

/**
 * A payment with a card.
 *
 * @param index among all payments of its stream, from 0
 * @param atMillis when it was made, milliseconds since the epoch
 * @param card number of the card
 * @param amount in the card's currency, whole cents
 * @param merchant category of the merchant
 * @param country where the merchant is
 * @param channel {@code chip}, {@code contactless} or {@code online}
 * @param fraud whether somebody else than the holder paid
 * @param knownAtMillis when that becomes known
 */
public record Payment(
        long index,
        long atMillis,
        int card,
        double amount,
        String merchant,
        String country,
        String channel,
        boolean fraud,
        long knownAtMillis) {

    /** The card's name in rows: {@code c-17}. */
    public String cardName() {
        return "c-" + card;
    }
}
