package dev.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RoutePatternTest {
    private final RoutePattern pattern = new RoutePattern("/v1/models/:m/versions/:v");

    @Test
    void namedSegmentsGiveTheirValues() {
        assertThat(pattern.match("/v1/models/fraud/versions/7")).containsExactly("fraud", "7");
        assertThat(pattern.match("/v1/models/fraud/versions/7/")).containsExactly("fraud", "7");
        assertThat(pattern.indexOf("v")).isEqualTo(1);
        assertThatThrownBy(() -> pattern.indexOf("x")).hasMessageContaining("[m, v]");
    }

    @Test
    void otherPathsDoNotMatch() {
        for (String path : new String[] {
            "",
            "/",
            "v1/models/fraud/versions/7",
            "/v1/models/fraud/versions",
            "/v1/models/fraud/versions/",
            "/v1/models/fraud/versions//",
            "/v1/models//versions/7",
            "/v1/models/fraud/versions/7/8",
            "/v1/models/fraud/version/7",
            "/v1/models/fraud/versionss/7"
        }) {
            assertThat(pattern.match(path)).as(path).isNull();
        }
    }

    @Test
    void theRootIsAPathOfItsOwn() {
        RoutePattern root = new RoutePattern("/");
        assertThat(root.match("/")).isEmpty();
        assertThat(root.match("/x")).isNull();
        assertThat(new RoutePattern("/x").match("/")).isNull();
    }

    @Test
    void segmentsAreDecodedAsUtf8() {
        assertThat(RoutePattern.decoded("gr%C3%BCn%2Fx+y")).isEqualTo("grün/x+y");
        for (String wrong : new String[] {"%", "%4", "a%zz", "%4x"}) {
            assertThat(RoutePattern.decoded(wrong)).as(wrong).isNull();
        }
    }
}
