package com.planitai.kpi.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where the definition of a KPI comes from, so that a reader can check it.
 * Name works that exist; a KPI of your own making cites your own documentation.
 */
public final class Citation {
    private static final int MAX_TEXT_CHARACTERS = 200;
    private static final int MIN_YEAR = 1400;
    private static final int MAX_YEAR = 2999;

    private final String author;
    private final String title;
    private final @Nullable String publisher;
    private final @Nullable Integer year;

    private Citation(Builder builder) {
        this.author = Require.text(builder.author, "author", MAX_TEXT_CHARACTERS);
        this.title = Require.text(builder.title, "title", MAX_TEXT_CHARACTERS);
        this.publisher = Require.optionalText(builder.publisher, "publisher", MAX_TEXT_CHARACTERS);
        this.year = Require.optionalRange(builder.year, "year", MIN_YEAR, MAX_YEAR);
    }

    /** {@return a builder without any value} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the author, 1 to 200 characters: a person, several, or an organisation} */
    public String author() {
        return author;
    }

    /** {@return the title of the book, article or page, 1 to 200 characters} */
    public String title() {
        return title;
    }

    /** {@return who published the work (publishing house, journal, site), if known} */
    public Optional<String> publisher() {
        return Optional.ofNullable(publisher);
    }

    /** {@return the year of publication, 1400 to 2999, if known} */
    public OptionalInt year() {
        return year == null ? OptionalInt.empty() : OptionalInt.of(year);
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(author, title, publisher, year);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Citation that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "Citation" + state();
    }

    /** Builds a {@link Citation}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String author;
        private @Nullable String title;
        private @Nullable String publisher;
        private @Nullable Integer year;

        private Builder() {}

        /**
         * Sets the author, 1 to 200 characters.
         *
         * @param author the author, 1 to 200 characters
         * @return this builder
         */
        public Builder author(String author) {
            this.author = author;
            return this;
        }

        /**
         * Sets the title of the work, 1 to 200 characters.
         *
         * @param title the title of the work, 1 to 200 characters
         * @return this builder
         */
        public Builder title(String title) {
            this.title = title;
            return this;
        }

        /**
         * Sets who published the work, 1 to 200 characters.
         *
         * @param publisher who published the work, 1 to 200 characters
         * @return this builder
         */
        public Builder publisher(String publisher) {
            this.publisher = publisher;
            return this;
        }

        /**
         * Sets the year of publication, 1400 to 2999.
         *
         * @param year the year of publication, 1400 to 2999
         * @return this builder
         */
        public Builder year(int year) {
            this.year = year;
            return this;
        }

        /**
         * Builds the value; the builder may be used further.
         *
         * @return the immutable value
         * @throws IllegalArgumentException if a required value is missing or a value is out of its range
         */
        public Citation build() {
            return new Citation(this);
        }
    }
}
