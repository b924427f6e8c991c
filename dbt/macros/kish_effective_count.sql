{#- Kish's effective sample size of `sample_count` weighted answers, never above their number; 0
    where there are none. Rounded to nine places, so that n equal weights give n and not a hair
    less. Kish (1965), Survey Sampling, section 11.7. -#}
{% macro kish_effective_count(weight, weight_square, sample_count) -%}
    coalesce(
        least(
            round(
                power(cast({{ weight }} as double), 2)
                / nullif(cast({{ weight_square }} as double), 0),
                9
            ),
            cast({{ sample_count }} as double)
        ),
        0e0
    )
{%- endmacro %}
