{#- Why an estimated percentage is not simply shown; empty where it is. Rules of the National
    Center for Health Statistics for proportions (Parker and others 2017, Vital and Health
    Statistics 2(175)), with the floor of the catalogue on top: fewer than `floor` answers. What
    may be shown is reviewed where it is 0 or 100 %, or rests on fewer than 8 degrees of freedom,
    however narrow its interval; without any degree of freedom it has none. -#}
{% macro publish_reason(
    effective_count, sample_count, floor, percent, low, high, degrees_of_freedom
) -%}
    {%- set width = '(' ~ high ~ ' - ' ~ low ~ ')' -%}
    case
        when {{ effective_count }} < 30 then 'effective_count_below_30'
        when {{ sample_count }} < {{ floor }} then 'below_catalogue_floor'
        when {{ degrees_of_freedom }} < 1 then 'too_few_clusters'
        when {{ width }} >= 30 then 'interval_too_wide'
        when {{ width }} > 5 and {{ width }} > 1.3e0 * {{ percent }}
            then 'interval_too_wide_for_share'
        when {{ percent }} in (0, 100) then 'all_or_none'
        when {{ degrees_of_freedom }} < 8 then 'few_degrees_of_freedom'
    end
{%- endmacro %}
