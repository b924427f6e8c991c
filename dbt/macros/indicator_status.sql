{#- Status of a figure; the first that applies holds. `has_base` is false where a component of a
    composite has nothing to be computed from. A count has no denominator: it always applies and
    is never too small. `is_suppressed` says that its error is too large for it to be shown. -#}
{% macro indicator_status(
    denominator, sample_count, has_base, min_denominator, is_suppressed, settled_on, as_of
) -%}
    case
        when {{ denominator }} = 0 then 'not_applicable'
        when
            {{ denominator }} is not null
            and (not {{ has_base }} or {{ sample_count }} < {{ min_denominator }})
            then 'insufficient'
        when {{ is_suppressed }} then 'suppressed'
        when {{ settled_on }} > {{ as_of }} then 'provisional'
        else 'ok'
    end
{%- endmacro %}
